"""site.toml -> Config, with every Problem at its line; takes no value on trust."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from site_builder import urls
from site_builder.config.catalogues.own_words import read_own_words
from site_builder.config.checks import Checks, read_checks
from site_builder.config.contact import Contacts, read_contact, read_contacts
from site_builder.config.custom_fields.read_fields import CustomField, read_custom_fields
from site_builder.config.government import TYPES, Government, read_government
from site_builder.config.home import FollowSettings, HomeSettings, read_follow, read_home
from site_builder.config.inspection_profile import DEFAULT_PROFILE, list_profiles
from site_builder.config.look.design import DesignSettings, read_design
from site_builder.config.look.menu import MenuEntry, read_menu
from site_builder.config.read_registries import read_registries
from site_builder.config.settings import Settings, is_blank
from site_builder.config.small_tables import (
    STORAGE_KEYS,
    Accessibility,
    Storage,
    read_accessibility,
    read_storage,
)
from site_builder.config.toml_file import TomlFile, read_toml
from site_builder.config.word_lists import read_wording
from site_builder.model import (
    REGISTRIES,
    Column,
    Language,
    RegistryEntry,
    Text,
)
from site_builder.problem import Checked, Place, Problem, make_problem
from site_builder.spelling import find_close_match, format_suggestion

SITE_KEYS = (
    *("title", "base_url", "language", "time_zone", "open_registries", "languages", "columns", "search", "text"),
    *("footer", "profile", "publish", "notice", "description", "checks", "inspection", "cn_gov", "accessibility"),
    "on_failure",
    *("published_contacts", "contact", "home", "follow", "theme", "share", "menu", "host_files"),
    "fields",
)
COLUMN_KEYS = (
    *("id", "title", "kind", "freshness", "notice_days", "reviews"),
    *("column_type", "description", "keywords", "contact"),
)
LANGUAGE_KEYS = ("path", "tag", "locale", "name")
FOOTER_KEYS = ("text", "contact")
SEARCH_KEYS = ("enabled",)
TEXT_KEYS = ("line_ends",)
# What may be done with the ends of lines in Chinese paragraphs; the first where nothing is written.
LINE_ENDS = ("join", "break")
# What hosts of static sites read beside the pages, made where it is asked for.
REDIRECTS_FILE, HEADERS_FILE = "_redirects", "_headers"
HOST_FILES = (REDIRECTS_FILE, HEADERS_FILE)
INSPECTION_KEYS = ("profile",)
STAGING_KEYS = ("base_url", "drafts", "scheduled")
PUBLISH_KEYS = ("to", "keep", "key", "url", "mode", "staging", *STAGING_KEYS, *STORAGE_KEYS)
FILE_MODE = re.compile(r"0?6[046][046]", re.ASCII)
# So many bytes of settings, and so many columns, no site has.
LARGEST = 128 << 10
MOST_COLUMNS = 500
LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Destination(Struct, frozen=True, kw_only=True):
    """Where the site is published to: the name and the address of the target, how many releases it keeps.

    `key` is the file of the key that signs releases ("" for none), `url` where readers see the site, `mode` that of
    published files, `storage` what else its host needs, `time_zone` the site's. A `staging` copy has a `base_url` and a
    ledger of its own, and may show drafts and what is `scheduled`.
    """

    name: str
    to: str
    keep: int = 5
    key: str = ""
    url: str = ""
    mode: int = 0o644
    storage: Storage = Storage()
    time_zone: str = "UTC"
    staging: bool = False
    base_url: str = ""
    drafts: bool = False
    scheduled: bool = False


class Config(Struct, frozen=True, kw_only=True):
    """All settings of a site, complete: what is not written has its default.

    `unread` are the registries of which a part cannot be read: a name that is not known may stand there. A `staging`
    copy of the site says on every page that it is one. `words`, `text_locales` and `catalogues` are those of OwnWords.
    """

    title: Text
    base_url: str
    base_path: str
    language: str
    languages: tuple[Language, ...]
    time_zone: str = "UTC"
    open_registries: tuple[str, ...] = ("topics",)
    columns: tuple[Column, ...] = ()
    fields: tuple[CustomField, ...] = ()
    search: bool = True
    keeps_line_ends: bool = False
    description: Text = ()
    footer: Text = ()
    contact: Text = ()
    contacts: Contacts = Contacts()
    home: HomeSettings = HomeSettings()
    follow: FollowSettings = FollowSettings()
    design: DesignSettings = DesignSettings()
    menu: tuple[MenuEntry, ...] = ()
    notice: Text = ()
    profile: str = ""
    inspection: str = DEFAULT_PROFILE
    government: Government | None = None
    publish: tuple[Destination, ...] = ()
    on_failure: str = ""
    host_files: tuple[str, ...] = ()
    entries: tuple[RegistryEntry, ...] = ()
    checks: Checks = Checks()
    accessibility: Accessibility | None = None
    unread: tuple[str, ...] = ()
    staging: bool = False
    words: dict[str, dict[str, str]] = {}
    text_locales: dict[str, str] = {}
    catalogues: tuple[str, ...] = ()

    def find_language(self, language: str) -> Language | None:
        """Give the site's language with an id."""
        return next((each for each in self.languages if each.id == language), None)


def read_config(site: Path, *, publishing: bool = False) -> Checked[Config | None]:
    """Read `content/site.toml` and the registries of a site folder; None where there is no site.toml.

    Some of what may be missing until then is an error where the site is to be published.
    """
    content = site / "content"
    if not (content / "site.toml").exists():
        message, hint = "there is no content/site.toml", "write one with title and base_url, or run: bulletin init DIR"
        return Checked(None, (make_problem("error", "config", Place("content/site.toml"), message, hint),))
    settings = read_toml(content / "site.toml", "content/site.toml", LARGEST)
    problems = list(settings.problems)
    config = SiteReader(settings.value, problems, publishing=publishing).read_config()
    registries = read_registries(content)
    problems += registries.problems
    words = read_wording(content, problems)
    checks = replace(config.checks, words=words) if words else config.checks
    own = read_own_words(content, config.languages)
    problems += own.problems
    config = replace(
        config,
        entries=registries.value.entries,
        unread=registries.value.unread,
        checks=checks,
        languages=own.value.languages,
        words=own.value.words,
        text_locales=own.value.text_locales,
        catalogues=own.value.files,
    )
    return Checked(config, tuple(problems))


class SiteReader:
    """Reads site.toml."""

    def __init__(self, file: TomlFile, problems: list[Problem], *, publishing: bool = False) -> None:
        """Read a file, as one to be published where that is asked; Problems are added to the list given."""
        self.file = file
        self.publishing = publishing
        self.settings = Settings(file, problems)

    def read_config(self) -> Config:
        """Read all settings."""
        settings = self.settings
        settings.check_unknown_keys(self.file.tables, "", SITE_KEYS)
        for key, known in (
            *(("footer", FOOTER_KEYS), ("search", SEARCH_KEYS)),
            *(("text", TEXT_KEYS), ("inspection", INSPECTION_KEYS)),
        ):
            settings.check_unknown_keys(settings.read_table(key), key, known)
        for key in ("title", "base_url"):
            if self.file.whole and (key not in self.file.tables or (key == "title" and is_blank(settings.get(key)))):
                settings.add_problem("error", key, "{key} is missing", 'write {key} = "…"')
        base_url = self.read_base_url()
        language = self.read_main_language()
        columns = tuple(self.read_columns())
        time_zone = self.read_time_zone()
        return Config(
            title=settings.read_localized_text("title") or (("", "-"),),
            base_url=base_url,
            base_path=urls.get_base_path(base_url),
            language=language,
            languages=tuple(self.read_languages(language, columns)),
            time_zone=time_zone,
            open_registries=self.read_open_registries(),
            columns=columns,
            fields=tuple(read_custom_fields(settings, columns)),
            search=settings.read_flag("search.enabled", default=True),
            keeps_line_ends=self.read_line_ends(),
            description=settings.read_localized_text("description"),
            footer=settings.read_localized_text("footer.text"),
            contact=settings.read_localized_text("footer.contact"),
            contacts=read_contacts(settings),
            home=read_home(settings, columns),
            follow=read_follow(settings),
            design=read_design(settings),
            menu=tuple(read_menu(settings)),
            notice=settings.read_localized_text("notice"),
            profile=settings.read_text("profile", ""),
            inspection=self.read_inspection_profile(),
            government=read_government(settings, base_url, columns, publishing=self.publishing),
            publish=tuple(self.read_destinations(base_url, time_zone)),
            on_failure=self.read_on_failure(),
            host_files=self.read_host_files(),
            checks=read_checks(settings),
            accessibility=read_accessibility(settings),
        )

    def read_line_ends(self) -> bool:
        """Read whether the ends of lines in Chinese paragraphs are kept."""
        written = self.settings.read_text("text.line_ends", LINE_ENDS[0])
        if written not in LINE_ENDS:
            message = '"{value}" is no way to read the ends of lines'
            hint = 'write line_ends = "join" (lines of a paragraph run on) or line_ends = "break" (each is kept)'
            self.settings.add_value_problem("text.line_ends", message, hint, value=written)
        return written == LINE_ENDS[1]

    def read_base_url(self, key: str = "base_url") -> str:
        """Read a base_url: http or https, a host, any path."""
        written = self.settings.read_text(key, "https://example.org/")
        found = urls.normalize_base_url(written)
        if not found:
            message = 'the base_url "{url}" is not the address of a web site'
            self.settings.add_value_problem(key, message, 'write base_url = "https://www.example.org/"', url=written)
        return found or "https://example.org/"

    def read_time_zone(self) -> str:
        """Read time_zone: a name of the IANA time zone database."""
        written = self.settings.read_text("time_zone", "UTC")
        if find_time_zone(written) is not None:
            return written
        chinese = re.search(r"beijing|peking|china|\+0?8|北京|上海|中国", written, re.IGNORECASE)
        guess = "" if chinese else find_close_match(written.replace(" ", "_"), list_time_zones(), 0.8)
        message = 'the time zone "{zone}" is not known'
        hint = "did you mean {guess}?" if guess else "for example Asia/Shanghai"
        self.settings.add_value_problem("time_zone", message, hint, zone=written, guess=guess)
        return "UTC"

    def read_open_registries(self) -> tuple[str, ...]:
        """Read which registries may be used before an entry is registered."""
        names = self.settings.read_texts("open_registries", ("topics",))
        for name in names:
            if name not in REGISTRIES:
                message, hint = '"{value}" is not a registry', "registries: communities, topics, people"
                self.settings.add_value_problem("open_registries", message, hint, value=name)
        return tuple(name for name in dict.fromkeys(names) if name in REGISTRIES)

    def read_host_files(self) -> tuple[str, ...]:
        """Read which files for hosts of static sites are made."""
        names = self.settings.read_texts("host_files", ())
        for name in names:
            if name not in HOST_FILES:
                message, hint = (
                    '"{value}" is not a file that hosts read',
                    'write host_files = ["_redirects", "_headers"]',
                )
                self.settings.add_value_problem("host_files", message, hint, value=name)
        return tuple(name for name in HOST_FILES if name in names)

    def read_main_language(self) -> str:
        """Read the main language."""
        written = self.settings.read_text("language", "en")
        if LANGUAGE_CODE.fullmatch(written):
            return written
        message, hint = 'the language "{code}" is not a language code', "write en or zh"
        self.settings.add_value_problem("language", message, hint, code=written)
        return "en"

    def read_languages(self, main: str, columns: tuple[Column, ...]) -> Iterator[Language]:
        """Read the languages, the main one first."""
        tables = self.settings.read_table("languages")
        slugs = tuple(each.slug for each in columns)
        paths: set[str] = set()
        for id_ in dict.fromkeys([main, *tables]):
            here = f"languages.{id_}"
            self.settings.check_unknown_keys(self.settings.read_table(here), here, LANGUAGE_KEYS)
            if not LANGUAGE_CODE.fullmatch(id_):
                message, hint = 'the language "{code}" is not a language code', "write [languages.zh]"
                self.settings.add_problem("error", here, message, hint, code=id_)
                continue
            path = "" if id_ == main else self.settings.read_text(f"{here}.path", urls.slugify(id_))
            if path in paths or (path and (not urls.is_slug(path) or urls.is_reserved(path, slugs))):
                message = 'the path "{path}" of a language is taken or is no segment of an address'
                self.settings.add_value_problem(f"{here}.path", message, 'write path = "{id}"', path=path, id=id_)
                path = urls.slugify(id_)
            paths.add(path)
            yield Language(
                id=id_,
                path=path,
                tag=self.settings.read_text(f"{here}.tag", "zh-CN" if id_ == "zh" else id_),
                locale=self.read_locale(here, id_),
                name=self.settings.read_text(f"{here}.name", ""),
            )

    def read_locale(self, here: str, id_: str) -> str:
        """Read a language's locale, which says how its dates are written."""
        written = self.settings.read_text(f"{here}.locale", "zh_Hans_CN" if id_ == "zh" else id_.replace("-", "_"))
        if is_known_locale(written):
            return written
        message, hint = 'the locale "{locale}" is not known', "write en_GB or zh_Hans_CN"
        self.settings.add_value_problem(f"{here}.locale", message, hint, locale=written)
        return "en"

    def read_columns(self) -> Iterator[Column]:
        """Read the columns that site.toml describes."""
        seen: set[str] = set()
        for number, (settings, table) in enumerate(self.settings.list_tables("columns"), 1):
            if number > MOST_COLUMNS:
                message, hint = "there are more than {most} columns", "make one column of several"
                settings.add_problem("error", "columns", message, hint, most=MOST_COLUMNS)
                return
            settings.check_unknown_keys(table, "columns", COLUMN_KEYS)
            id_ = settings.read_text("columns.id", "")
            if not id_ or id_ in seen or "/" in id_ or not urls.slugify(id_):
                message, hint = "column {number} has no id of its own", 'write id = "news", the name of its folder'
                settings.add_problem("error", "columns.id", message, hint, number=number)
                continue
            seen.add(id_)
            title = settings.read_name("columns.title", id_)
            kind, freshness = settings.read_text("columns.kind", ""), settings.read_number("columns.freshness")
            yield Column(
                id_,
                urls.slugify(id_),
                title,
                kind,
                freshness,
                column_type=self.read_column_type(settings),
                description=settings.read_localized_text("columns.description"),
                keywords=settings.read_localized_text("columns.keywords"),
                contact=read_contact(settings, "columns.contact"),
            )

    def read_column_type(self, settings: Settings) -> str:
        """Read a column's type, one of a closed list."""
        written = settings.read_text("columns.column_type", "")
        if written and written not in TYPES:
            guess = settings.guess(written, TYPES)
            message, hint = (
                '"{value}" is not in the list of column types',
                format_suggestion(guess) or "for example {first}",
            )
            settings.add_value_problem("columns.column_type", message, hint, value=written, guess=guess, first=TYPES[4])
            return TYPES[4]
        return written

    def read_inspection_profile(self) -> str:
        """Read by which profile the site is inspected."""
        written = self.settings.read_text("inspection.profile", DEFAULT_PROFILE)
        if written == DEFAULT_PROFILE or written in list_profiles():
            return written
        message = 'there is no inspection profile "{value}"'
        self.settings.add_unknown_word("inspection.profile", message, written, list_profiles())
        return DEFAULT_PROFILE

    def read_on_failure(self) -> str:
        """Read the command that is run where a publish or a verification fails."""
        written = self.settings.read_text("on_failure", "")
        is_text = isinstance(self.settings.get("on_failure"), str)
        if is_text and (not written.strip() or any(ord(each) < ord(" ") for each in written)):
            hint = 'write on_failure = "…", a command of the shell in one line, or leave it out'
            self.settings.add_value_problem("on_failure", "{key} is no command", hint)
            return ""
        return written

    def read_destinations(self, base_url: str, time_zone: str) -> Iterator[Destination]:
        """Read where the site is published to."""
        for name in self.settings.read_table("publish"):
            here = f"publish.{name}"
            self.settings.check_unknown_keys(self.settings.read_table(here), here, PUBLISH_KEYS)
            keep = self.settings.get(f"{here}.keep")
            if keep is not None and (not isinstance(keep, int) or isinstance(keep, bool) or keep < 1):
                self.settings.add_value_problem(f"{here}.keep", "{key} is not a number of releases", "write keep = 5")
            staging = self.settings.read_flag(f"{here}.staging", default=False)
            yield Destination(
                name=name,
                to=self.settings.read_text(f"{here}.to", ""),
                keep=keep if isinstance(keep, int) and keep >= 1 else 5,
                key=self.settings.read_text(f"{here}.key", ""),
                url=self.settings.read_text(f"{here}.url", ""),
                mode=self.read_file_mode(f"{here}.mode"),
                storage=read_storage(self.settings, here),
                time_zone=time_zone,
                staging=staging,
                base_url=self.read_staging_base_url(here, base_url, staging=staging),
                drafts=self.settings.read_flag(f"{here}.drafts", default=False),
                scheduled=self.settings.read_flag(f"{here}.scheduled", default=False),
            )

    def read_staging_base_url(self, here: str, base_url: str, *, staging: bool) -> str:
        """Read where a staging copy is seen, which has to be elsewhere and published elsewhere; "" for any other."""
        settings = self.settings
        if not staging:
            for key in STAGING_KEYS:
                if settings.get(f"{here}.{key}") is not None:
                    message, hint = "only a staging copy has {key}", "write staging = true, or leave {name} out"
                    settings.add_problem("error", f"{here}.{key}", message, hint, name=key)
            return ""
        to = settings.read_text(f"{here}.to", "").rstrip("/")
        others = [name for name in settings.read_table("publish") if f"publish.{name}" != here]
        if to and any(settings.read_text(f"publish.{name}.to", "").rstrip("/") == to for name in others):
            hint = "give the staging copy a folder of its own"
            settings.add_value_problem(
                f"{here}.to", "another target of this site is published to {to} too", hint, to=to
            )
        if settings.get(f"{here}.base_url") is None:
            hint = 'write base_url = "https://staging.example.org/", where the copy is seen'
            settings.add_problem("error", f"{here}.base_url", "{key} is missing", hint)
            return ""
        found = self.read_base_url(f"{here}.base_url")
        if found == base_url:
            message = "the staging copy would have the base_url of the site itself"
            settings.add_value_problem(
                f"{here}.base_url", message, 'write another one, such as "https://staging.example.org/"'
            )
        return found

    def read_file_mode(self, key: str) -> int:
        """Read the mode of published files: whoever owns them can write them, nobody runs them."""
        written = self.settings.read_text(key, "0644")
        if FILE_MODE.fullmatch(written):
            return int(written, 8)
        message = '{key} is not a mode for files: "{value}"'
        hint = 'write mode = "0644", or "0640" where only the account and its group may read'
        self.settings.add_value_problem(key, message, hint, value=written)
        return 0o644


def find_time_zone(name: str) -> ZoneInfo | None:
    """Give a time zone from the pinned tzdata package, whatever the system has; None where there is none."""
    if not re.fullmatch(r"[A-Za-z0-9_+\-]+(?:/[A-Za-z0-9_+\-]+)*", name):
        return None
    file = find_tzdata_folder() / "zoneinfo" / name
    if name not in list_time_zones() or not file.is_file():
        return None
    with file.open("rb") as stream:
        return ZoneInfo.from_file(stream, key=name)


def find_tzdata_folder() -> Path:
    """Give the folder of the pinned tzdata package."""
    return Path(str(import_module("tzdata").__file__)).parent


def list_time_zones() -> list[str]:
    """List the time zones of the pinned tzdata package."""
    return (find_tzdata_folder() / "zones").read_text("utf-8").split()


def is_known_locale(name: str) -> bool:
    """Tell whether Babel knows a locale, without importing Babel for the two that most sites use."""
    if name in {"en", "en_GB", "en_US", "zh_Hans_CN", "zh_Hans"}:
        return True
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(name)
    except (UnknownLocaleError, ValueError, TypeError):
        return False
    return True
