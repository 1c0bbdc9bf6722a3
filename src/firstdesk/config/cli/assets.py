"""Copies what the pages load out of node_modules into build/vendor, where the web process serves it from; and the faces
that documents are set in into build/fonts, which no browser is ever sent."""

import re
import shutil

from firstdesk.config.environment import ROOT

SOURCE = ROOT / "node_modules"
TARGET = ROOT / "build" / "vendor"
FONTS = ROOT / "build" / "fonts"
WANTED = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
    "@tabler/icons-webfont/dist/tabler-icons.min.css": "tabler-icons.min.css",
    "@tabler/icons-webfont/dist/fonts/tabler-icons.woff2": "fonts/tabler-icons.woff2",
    "@tabler/icons-webfont/dist/fonts/tabler-icons.woff": "fonts/tabler-icons.woff",
    "@tabler/icons-webfont/dist/fonts/tabler-icons.ttf": "fonts/tabler-icons.ttf",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "echarts/dist/echarts.min.js": "echarts.min.js",
}
FACES = {
    "@embedpdf/fonts-sc/fonts/NotoSansHans-Regular.otf": "NotoSansHans-Regular.otf",
    "@embedpdf/fonts-sc/fonts/NotoSansHans-Bold.otf": "NotoSansHans-Bold.otf",
    "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf": "NotoSerifSC-Regular.ttf",
    "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf": "NotoSerifSC-Bold.ttf",
}
SOURCE_MAP = re.compile(rb"\n?(?:/\*|//)# sourceMappingURL=\S+(?: ?\*/)?")


def main() -> None:
    """Both folders are made anew."""
    for folder, wanted in ((TARGET, WANTED), (FONTS, FACES)):
        shutil.rmtree(folder, ignore_errors=True)
        for source, target in wanted.items():
            content = (SOURCE / source).read_bytes()
            if target.endswith((".css", ".js")):
                content = SOURCE_MAP.sub(b"", content)  # the maps are not served
            path = folder / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


if __name__ == "__main__":
    main()
