"""Which outputs have to be made, since a change invalidates them: the one place that decides it; makes none of them.

That something is unchanged is told at eight levels, in the order in which a build comes to them. What is in doubt is
done again: a level that finds nothing costs time and never a page.

1. Everything: `building.no_op.check:is_unchanged` compares, after command and clock, the stamps of all that a build
   looked at: sources, templates, program, outputs. It saves all the rest, imports included. It is wrong where a file
   changes and keeps size, inode and both times; of what changed in the last two seconds nothing is noted.
2. A source: `content.load:parse_items` compares a file's stamp, then the digest of its bytes, and the settings that it
   is read against. It saves reading, parsing, looking at pictures. It is wrong as 1; stamps too near the start are not
   kept (`building.manifest:drop_racy_stamps`). In a session only what the watcher named is stamped anew
   (`content.scan:refresh_sources`): a change that it does not see waits for the next build that lists everything.
3. What bytes come to, by their digest and the program's: converted bodies (`content.body_cache:BodyCache.get`),
   pictures (`building.image_cache:read_cached`), what was seen in files
   (`checking.files.personal_data:check_files`), what templates load (`building.theme:read_theme`), and what they
   compile to
   (`building.fast_jinja.bytecode_cache:TemplateBytecodeCache.load_bytecode`). Each saves making it again, and is wrong
   where something else than its key decides of it.
4. A site and its plan, in a session: `building.survey:update_plan` compares settings, ledger, clock, and what other
   pages show of each item. Where only texts changed it saves organising and planning. It is wrong where another page
   shows more of an item than its brief digest covers (`building.survey:is_text_change`).
5. A group of pages: `planning.page_groups:resolve_groups` compares the digest of its sources, and before it
   `planning.items.related:find_nearest` that of what makes items related. They save making the inputs of pages, and
   are wrong where pages are made of more than the sources; they are given nothing else.
6. An output: `building.staleness:find_stale` compares fingerprint and stamp with what the last build left. It saves
   rendering, encoding and copying, and is wrong where an output changed and kept its size and time.
7. A folder of the output: `building.output_scan:compare_output` compares its time of change, which tells that nothing
   was put there; a session takes what it built as it left it (`building.output_scan:OutputScan.assume_unchanged`). It
   saves listing, and is wrong where a file system keeps no such times, or somebody else writes there meanwhile.
8. The bytes of a page: `building.render:write_rendered` and `building.commit:OutputWriter.write_page` compare their
   digest with that of the file. It saves writing, and readers an update. It is wrong as 6.

What a process remembers of a function that depends on its arguments alone is no level.
"""

from msgspec import Struct

from site_builder.building.cache_dirs import OutputFolder
from site_builder.building.fingerprints import Fingerprints
from site_builder.building.manifest import Manifest
from site_builder.planning.outputs import Asset, Page
from site_builder.planning.page_groups import Outputs
from site_builder.site.organise import Site


class StaleOutputs(Struct, frozen=True):
    """What has to be made: pages to render, files to copy; the fingerprint of every output by path.

    `html_count` counts the HTML pages; `obsolete` are the files of the output folder that are no longer planned;
    `manifest` has what stays as it is.
    """

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    fingerprints: dict[str, str]
    html_count: int
    obsolete: tuple[str, ...]
    manifest: Manifest


def find_stale(outputs: Outputs, current: Fingerprints, site: Site, output_folder: OutputFolder) -> StaleOutputs:
    """Find the outputs that are not as the last build left them, or would be made of something else now."""
    fingerprints = current.pages | {asset.path: asset.fingerprint for asset in outputs.assets}
    last, present = output_folder.manifest.outputs, output_folder.scan.files
    fresh = {
        path: here
        for path, fingerprint in fingerprints.items()
        if (here := last.get(path)) and here.fingerprint == fingerprint and present.get(path) == here.stamp
    }
    wanted = fingerprints.keys() - fresh.keys()
    return StaleOutputs(
        pages=outputs.make_pages(wanted) if wanted else (),
        assets=tuple(asset for asset in outputs.assets if asset.path not in fresh),
        fingerprints=fingerprints,
        html_count=sum(path.endswith(".html") for path in current.pages),
        obsolete=tuple(path for path in present if path not in fingerprints),
        manifest=Manifest(
            fresh, output_folder.manifest.folders, current.theme.references, site.at.epoch, site.next_change
        ),
    )
