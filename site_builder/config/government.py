"""What site.toml says under `profile = "cn-gov"` -> Government, with a Problem for each value that is missing or wrong.

What is not given yet, as in a new site, is a warning until the site is to be published, and then an error.

The rules are those of 国办发〔2017〕47号 (《政府网站发展指引》): the annex on page tags, and what a page's foot shows.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from msgspec import Struct

from site_builder.config.settings import Settings
from site_builder.model import Column, Text
from site_builder.problem import Severity
from site_builder.spelling import find_close_match, format_suggestion

PROFILES = ("cn-gov",)
TABLE = "cn_gov"
KEYS = ("site_name", "domain", "id_code", "sponsor", "contact", "icp", "public_security", "sign", "report", "sample")
# The closed list of ColumnType.
TYPES = (
    *(
        "首页",
        "概况信息",
        "机构职能",
        "负责人信息",
        "工作动态",
        "政策文件",
        "信息公开指南",
        "信息公开目录",
        "信息公开年报",
    ),
    *("依法申请公开", "数据发布", "数据开放", "政策解读", "回应关切", "办事服务", "咨询投诉", "征集调查", "在线访谈"),
)
# A column's `kind` in English words, and the type that it is.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "about": "概况信息",
        "functions": "机构职能",
        "leaders": "负责人信息",
        "news": "工作动态",
        "notices": "工作动态",
        "policies": "政策文件",
        "guide": "信息公开指南",
        "catalogue": "信息公开目录",
        "annual-reports": "信息公开年报",
        "requests": "依法申请公开",
        "data": "数据发布",
        "open-data": "数据开放",
        "explanations": "政策解读",
        "responses": "回应关切",
        "services": "办事服务",
        "complaints": "咨询投诉",
        "consultations": "征集调查",
        "interviews": "在线访谈",
    }
)
# What programs write where there is no value.
NOTHING = re.compile(r"\s*(?:null|none|nil|undefined|nan|n/a|无|空|-+)?\s*", re.IGNORECASE)
ID_CODE = r"\d{10}|bm\d{8}"
ICP = r"[\u4e00-\u9fff]ICP备\d{4,10}号(?:-\d{1,3})?"
PUBLIC_SECURITY = r"[\u4e00-\u9fff]公网安备\x20?\d{14}号"
# Where anybody reports an error of a government site.
REPORT = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code="


class Government(Struct, frozen=True, kw_only=True):
    """What a government site says of itself, "" for what is not given yet; `sample` marks its codes as samples."""

    site_name: Text
    domain: str
    id_code: str
    sponsor: Text
    contact: Text
    icp: str
    public_security: str
    sign: str
    report: str
    sample: bool = False


def is_nothing(text: str) -> bool:
    """Tell whether a text is what stands where there is no value: `null`, a dash."""
    return NOTHING.fullmatch(text) is not None


def find_column_type(column: Column) -> str:
    """Give the ColumnType of a column: its `column_type`, else that of its `kind`; "" where neither says."""
    return column.column_type or KINDS.get(column.kind, column.kind if column.kind in TYPES else "")


def read_government(
    settings: Settings, base_url: str, columns: Iterable[Column], *, publishing: bool = False
) -> Government | None:
    """Read the profile and its table; None where the site has no profile."""
    profile = settings.read_text("profile", "")
    if not profile:
        return None
    if profile not in PROFILES:
        guess = find_close_match(profile, PROFILES)
        message, hint = 'the profile "{value}" is not known', format_suggestion(guess) or 'write profile = "cn-gov"'
        settings.add_value_problem("profile", message, hint, value=profile, guess=guess)
        return None
    settings.check_unknown_keys(settings.read_table(TABLE), TABLE, KEYS)
    for number, column in enumerate(columns):
        check_column(settings, column, number)
    lack: Severity = "error" if publishing else "warning"
    id_code = read_code(settings, "id_code", ID_CODE, "1234567890", lack)
    report = REPORT + id_code if id_code else ""
    return Government(
        site_name=read_optional_text(settings, "site_name"),
        domain=read_domain(settings, base_url),
        id_code=id_code,
        sponsor=read_required_text(settings, "sponsor", "XX乡人民政府", lack),
        contact=read_required_text(settings, "contact", "010-12345678", lack),
        icp=read_code(settings, "icp", ICP, "京ICP备12345678号", lack),
        public_security=read_code(settings, "public_security", PUBLIC_SECURITY, "京公网安备11010502000001号", lack),
        sign=read_web_address(settings, "sign", lack),
        report=read_web_address(settings, "report", lack) if settings.get(f"{TABLE}.report") else report,
        sample=settings.read_flag(f"{TABLE}.sample", default=False),
    )


def check_column(settings: Settings, column: Column, number: int) -> None:
    """Find a column that lacks what its tags have to say."""
    here = Settings(settings.file, settings.problems)
    here.nth = number
    if not find_column_type(column):
        message = 'the column "{name}" has no type, which government sites have to name'
        here.add_value_problem(
            "columns.id", message, 'write column_type = "工作动态", or another of the list', name=column.id
        )
    for key, words in (("description", column.description), ("keywords", column.keywords)):
        if not words or any(is_nothing(text) for _, text in words):
            message, hint = 'the column "{name}" has no {field}', 'write {field} = "…" below its title'
            here.add_value_problem(
                f"columns.{key}" if words else "columns.id", message, hint, name=column.id, field=key
            )


def add_missing_problem(settings: Settings, key: str, example: str, severity: Severity = "error") -> None:
    """Note a value that is not given, or only looks like one."""
    message, hint = "a government site has to say its {field}", 'write {field} = "{example}" below [cn_gov]'
    settings.add_value_problem(f"{TABLE}.{key}", message, hint, severity=severity, field=key, example=example)


def read_code(settings: Settings, key: str, form: str, example: str, lack: Severity) -> str:
    """Read a code that was assigned to the site."""
    written = settings.read_text(f"{TABLE}.{key}", "").strip()
    if is_nothing(written):
        add_missing_problem(settings, key, example, "error" if written else lack)
    elif not re.fullmatch(form, written):
        message, hint = '"{value}" is not a {field} as it is assigned', "it looks like {example}"
        settings.add_value_problem(f"{TABLE}.{key}", message, hint, value=written, field=key, example=example)
    else:
        return written
    return ""


def read_optional_text(settings: Settings, key: str) -> Text:
    """Read words that have a default."""
    found = settings.read_localized_text(f"{TABLE}.{key}")
    if any(is_nothing(text) for _, text in found):
        add_missing_problem(settings, key, "XX乡人民政府网站")
    return found


def read_required_text(settings: Settings, key: str, example: str, lack: Severity) -> Text:
    """Read words that have no default."""
    found = settings.read_localized_text(f"{TABLE}.{key}")
    if not found or any(is_nothing(text) for _, text in found):
        add_missing_problem(settings, key, example, "error" if found else lack)
    return found


def read_domain(settings: Settings, base_url: str) -> str:
    """Read the host of the site, that of base_url where it is not written."""
    ours = urlsplit(base_url).hostname or ""
    key = f"{TABLE}.domain"
    written = settings.read_text(key, ours).strip()
    if is_nothing(written):
        add_missing_problem(settings, "domain", ours)
    elif re.search(r"[/:\s]", written) or "." not in written:
        message, hint = '"{value}" is not a host', "write the host alone: {host}"
        settings.add_value_problem(key, message, hint, value=written, host=ours)
    elif written.lower() != ours:
        message, hint = '"{value}" is not the host of base_url', "write {host}, or change base_url"
        settings.add_problem("warning", key, message, hint, value=written, host=ours)
    return written


def read_web_address(settings: Settings, key: str, lack: Severity) -> str:
    """Read the address of a page elsewhere."""
    written = settings.read_text(f"{TABLE}.{key}", "").strip()
    if is_nothing(written):
        add_missing_problem(settings, key, "https://…", "error" if written else lack)
    elif not re.fullmatch(r"https?://[^\s/]+(?:/\S*)?", written):
        message, hint = '"{value}" is not the address of a page', 'write {field} = "https://…"'
        settings.add_value_problem(f"{TABLE}.{key}", message, hint, value=written, field=key)
    return written
