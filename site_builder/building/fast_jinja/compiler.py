"""Templates compiled to quicker code than Jinja's own; never gives other bytes: what it cannot be sure of, it refuses.

A page whose quick rendering raises anything is rendered again by Jinja itself (see Press), whose answer, be it a page
or an error, is the one that counts. So quick code may take every short way that is right as long as nothing fails:
an attribute is read without asking what to do where there is none, a macro is called without asking what it is, a text
of the interface is translated while the template is compiled.
"""
# ruff: noqa: N802 - Jinja names a visitor's methods after its nodes

import re
from collections.abc import Iterator
from functools import lru_cache
from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import Template, TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from site_builder.building.fast_jinja.macro_cache import CachedMacro
from site_builder.building.theming.loader import LayeredEnvironment
from site_builder.building.theming.names import PREFIX
from site_builder.language import make_plural_translator, make_translator

try:
    from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined]
except ImportError:  # it has no public name; without it all is the same, but slower
    escape_text = escape

HEADER = f"from {__name__} import call_macro, escape_text, escape_value, render_macro"
GETTEXT, NGETTEXT = {"_", "gettext"}, "ngettext"
# What a newstyle text of the interface may hold: %(name)s, and %% for a percent sign.
SPECIFIER = re.compile(r"%(?:%|\((\w+)\)s)")


class UnsupportedTemplateError(Exception):
    """A template does what quick code does not know."""


def escape_value(value: object) -> str:
    """Write a value as HTML, as Jinja's `escape` does."""
    if type(value) is str:
        return escape_text(value)
    if type(value) is int:
        return str(value)
    return value if type(value) is Markup else str(escape(value))


def call_macro(context: Context, what: Any, *args: object, **named: object) -> object:
    """Call a macro, which takes no notice of the context; anything else is called as Jinja does."""
    if type(what) is Macro or type(what) is CachedMacro:
        return what(*args, **named)
    return context.call(what, *args, **named)


def render_macro(context: Context, what: Any, *args: object) -> str:
    """Write what a macro gives, which is HTML; anything else is written as Jinja does."""
    if type(what) is Macro and what._argument_count == len(args) and not has_extra_arguments(what):  # noqa: SLF001
        return what._func(*args)  # noqa: SLF001 - it has no public name
    return escape_value(call_macro(context, what, *args))


def has_extra_arguments(macro: Macro) -> bool:
    """Tell whether a macro can take more than its arguments."""
    return macro.caller or macro.catch_kwargs or macro.catch_varargs


class FastCodeGenerator(CodeGenerator):
    """Writes a template's code for a Quick environment."""

    environment: "FastEnvironment"

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """Translate what is constant, note which names are macros, and write the code."""
        stored = list(list_assigned_names(node))
        if node.find(nodes.EvalContextModifier) or {*GETTEXT, NGETTEXT} & set(stored):
            raise UnsupportedTemplateError
        self.modules = {each.target for each in node.find_all(nodes.Import) if stored.count(each.target) == 1}
        self.macros = {each.name for each in node.find_all(nodes.Macro)}
        TextTranslator(self.environment.locale).visit(node)
        self.writeline(HEADER)
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """Read an attribute; a name that has no value has none."""
        if not is_attribute(node.attr):
            super().visit_Getattr(node, frame)
            return
        if isinstance(node.node, nodes.Name):
            self.write(frame.symbols.ref(node.node.name))
        else:
            self.write("(")
            self.visit(node.node, frame)
            self.write(")")
        self.write(f".{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        """Read an item."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(")[")
        self.visit(node.arg, frame)
        self.write("]")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        """Apply a filter; `map(attribute="name")` without detours."""
        name = find_map_attribute(node)
        if name is None or node.node is None:
            super().visit_Filter(node, frame)
            return
        self.write(f"(each.{name} for each in (")
        self.visit(node.node, frame)
        self.write("))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002
        """Call something; a macro, and a method of a value, which takes no notice of the context, without detours."""
        is_method = isinstance(node.node, nodes.Getattr) and not self.is_macro(node.node)
        if isinstance(node.node, nodes.EnvironmentAttribute) or (is_method and has_plain_arguments(node)):
            self.visit(node.node, frame)
            self.write("(")
            for arg in node.args:
                self.visit(arg, frame)
                self.write(", ")
            self.write(")")
        elif forward_caller or not self.is_macro(node.node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
        else:
            self.write("call_macro(context, ")
            self.visit(node.node, frame)
            self.signature(node, frame)
            self.write(")")

    def is_macro(self, node: nodes.Expr) -> bool:
        """Tell whether a name is a macro's as far as this template shows."""
        if isinstance(node, nodes.Getattr):
            return isinstance(node.node, nodes.Name) and node.node.name in self.modules
        return isinstance(node, nodes.Name) and node.name in self.macros

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if node.with_context or not isinstance(node.template, nodes.Const):
            super()._import_common(node, frame)
        else:
            written_in = f", {self.name!r}" if str(node.template.value).startswith(PREFIX) else ""
            self.write(f"environment.get_module({node.template.value!r}{written_in})")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        """Write constants and values one after another, in one go."""
        if frame.require_output_check:
            super().visit_Output(node, frame)
            return
        self.writeline("yield concat((" if frame.buffer is None else f"{frame.buffer}.extend((", node)
        constant = ""
        for child in node.nodes:
            try:
                constant += self._output_child_to_const(child, frame, self._make_finalize())
            except Exception:  # noqa: BLE001 - as Jinja has it: whatever is wrong will be wrong when the page is made
                self.write(f"{constant!r}, " if constant else "")
                constant = ""
                self.print_value(child, frame)
        self.write(f"{constant!r}, " if constant else "")
        self.write("))")

    def print_value(self, node: nodes.Expr, frame: Frame) -> None:
        """Write what a value is as HTML."""
        if isinstance(node, nodes.Call) and self.is_macro(node.node) and not (node.kwargs or node.dyn_kwargs):
            self.write("render_macro(context, ")
            self.visit(node.node, frame)
            self.signature(node, frame)
            self.write("), ")
        else:
            self.write("escape_text(it) if type(it := ")
            self.visit(node, frame)
            self.write(") is str else escape_value(it), ")


def has_plain_arguments(node: nodes.Call) -> bool:
    """Tell whether all that a call gives stands in its place, one by one."""
    return not (node.kwargs or node.dyn_args or node.dyn_kwargs)


def is_attribute(name: str) -> bool:
    """Tell whether Python reads an attribute of this name as it stands."""
    return name.isidentifier() and name.isascii() and not iskeyword(name)


def find_map_attribute(node: nodes.Filter) -> str | None:
    """Give the name of `map(attribute="name")`; None where Jinja would look for an item first and might find one."""
    if node.name != "map" or node.args or len(node.kwargs) != 1 or node.dyn_args or node.dyn_kwargs:
        return None
    name = node.kwargs[0].value.value if isinstance(node.kwargs[0].value, nodes.Const) else None
    if node.kwargs[0].key != "attribute" or not isinstance(name, str) or not is_attribute(name):
        return None
    return None if hasattr(dict, name) else name


def list_assigned_names(tree: nodes.Template) -> Iterator[str]:
    """Give every name that a template gives a value to, wherever that is."""
    for each in tree.find_all(nodes.Name):
        if each.ctx != "load":
            yield each.name
    for macro in tree.find_all(nodes.Macro):
        yield macro.name
    for module in tree.find_all(nodes.Import):
        yield module.target
    for names in tree.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in names.names)


class TextTranslator(NodeTransformer):
    """Replaces the texts of the interface in a parsed template by their translation, as newstyle gettext gives it."""

    def __init__(self, locale: str) -> None:
        """Translate into a locale."""
        self.translate = make_translator(locale, html=True)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """Translate a call of gettext; have ngettext called directly."""
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return node
        texts = [arg.value if isinstance(arg, nodes.Const) else None for arg in node.args]
        if node.node.name in GETTEXT and len(texts) == 1 and isinstance(texts[0], str):
            return self.translate_call(node, self.translate(texts[0]))
        if node.node.name == NGETTEXT and len(texts) == 3 and not node.kwargs:  # noqa: PLR2004
            return nodes.Call(
                nodes.EnvironmentAttribute("translate_plural"), node.args, [], None, None, lineno=node.lineno
            )
        return node

    def translate_call(self, node: nodes.Call, text: str) -> nodes.Node:
        """Give a text with its variables filled in; a call that gettext may refuse, or write twice, is left to it."""
        variables = {each.key: each.value for each in node.kwargs}
        used = [name for name in SPECIFIER.findall(text) if name]
        if sorted(used) != sorted(variables) or "%" in SPECIFIER.sub("", text):
            return node
        parts: list[nodes.Expr] = []
        end = 0
        for found in SPECIFIER.finditer(text):
            parts.append(nodes.TemplateData(text[end : found.start()] + ("" if found[1] else "%"), lineno=node.lineno))
            if found[1]:
                parts.append(variables[found[1]])
            end = found.end()
        parts.append(nodes.TemplateData(text[end:], lineno=node.lineno))
        if used:
            return nodes.Concat(parts, lineno=node.lineno)
        return nodes.TemplateData("".join(part.data for part in parts if isinstance(part, nodes.TemplateData)))


class FastEnvironment(LayeredEnvironment):
    """An environment whose templates never change and are compiled to quick code."""

    code_generator_class = FastCodeGenerator
    locale: str

    def set_locale(self, locale: str) -> None:
        """Set the locale of all templates, before the first is compiled."""
        self.locale = locale
        self.templates: dict[str, Template] = {}
        choose = make_plural_translator(locale, html=True)

        @lru_cache(maxsize=4096, typed=True)
        def translate_plural(one: str, many: str, number: int) -> str:
            return Markup(choose(one, many, number)) % {"num": number}  # noqa: S704 - own words are escaped

        self.translate_plural = translate_plural

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002
        """Give a template."""
        if not isinstance(name, str) or globals:
            return super().get_template(name, parent, globals)
        if parent is not None and name.startswith(PREFIX):
            name = self.join_path(name, parent)
        found = self.templates.get(name)
        if found is None:
            found = self.templates[name] = super().get_template(name)
        return found

    def get_module(self, name: str, parent: str | None = None) -> TemplateModule:
        """Give the macros of a template that is imported without context."""
        return self.get_template(name, parent).module

    def render_template(self, name: str, page: object) -> str:
        """Render a template."""
        template = self.get_template(name)
        context = template.new_context({**self.globals, "page": page}, shared=True)
        return "".join(template.root_render_func(context))
