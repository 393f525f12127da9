"""Subsets Noto Sans CJK SC for embedding, with JetBrains Mono's Latin in the
monospaced face; called by build.sh."""

import pathlib
import sys

from fontTools import subset
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTCollection, TTFont

NOTO, INTER, JETBRAINS, ROOT, OUT = (pathlib.Path(a) for a in sys.argv[1:6])

# The line is set tighter than Noto's own 1.448 em, in units of 1000: a list
# of Latin and Chinese lines stays even, and no glyph of the subset is cut.
ASCENT, DESCENT = 970, -320

# Marks that the Chinese face draws a whole square wide or in mid-height, but
# that English text needs narrow and on the line.
NARROW = "…·‘’"


def gb2312(first, last):
    out = set()
    for hi in range(first, last + 1):
        for lo in range(0xA1, 0xFF):
            try:
                out.add(bytes([hi, lo]).decode("gb2312"))
            except UnicodeDecodeError:
                pass
    return out


def own_texts():
    out = set()
    for pattern in ("assets/**/*.json", "assets/**/*.txt", "codes/data/*.csv", "**/*.go"):
        for path in ROOT.glob(pattern):
            if path.name.endswith("_test.go"):
                continue
            out |= {c for c in path.read_text("utf-8") if 0x2000 <= ord(c) <= 0xFFEF}
    return out


LATIN = {chr(c) for c in range(0x20, 0x180)} | set("–—‘’“”…•·→←↑↓↔⇒✓✗×÷±≤≥≠∞▲▼◀▶△▽●○◐◑☀☾■□◆◇★☆«»‹›−␣⏎⌘⌥")
PUNCTUATION = gb2312(0xA1, 0xA3)
FULL = LATIN | gb2312(0xA1, 0xF7) | own_texts()
SMALL = LATIN | PUNCTUATION | gb2312(0xB0, 0xD7) | own_texts()


def face(file, name):
    fonts = TTCollection(str(NOTO / file), lazy=True).fonts
    return next(f for f in fonts if f["name"].getDebugName(4) == name)


def graft(font, donor, chars):
    """Replaces the outlines and widths of chars by those of another font."""
    cff = font["CFF "].cff
    top = cff.topDictIndex[0]
    glyphs, strings = donor.getGlyphSet(), top.CharStrings
    scale = font["head"].unitsPerEm / donor["head"].unitsPerEm
    have, theirs = font.getBestCmap(), donor.getBestCmap()
    for c in map(ord, chars):
        if c not in have or c not in theirs:
            continue
        name, glyph = have[c], glyphs[theirs[c]]
        private = top.FDArray[top.FDSelect[font.getGlyphID(name)]].Private
        width = round(glyph.width * scale)
        pen = T2CharStringPen(width - private.nominalWidthX, glyphs)
        glyph.draw(TransformPen(pen, (scale, 0, 0, scale, 0, 0)))
        strings[name] = pen.getCharString(private, cff.GlobalSubrs)
        font["hmtx"][name] = (width, 0)


def write(file, name, family, chars, target, donor, grafted):
    font = face(file, name)
    opt = subset.Options()
    opt.hinting = False
    opt.layout_features = ["kern"]
    opt.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    opt.drop_tables += ["VORG", "vhea", "vmtx", "BASE"]
    opt.recalc_timestamp = False
    s = subset.Subsetter(opt)
    s.populate(text="".join(sorted(chars)))
    s.subset(font)
    graft(font, donor, grafted)
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = ASCENT, DESCENT, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ASCENT, DESCENT, 0
    os2.usWinAscent, os2.usWinDescent = ASCENT, -DESCENT
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            record.string = family
    font.recalcTimestamp = False  # the same input gives the same file
    font.save(str(OUT / target))
    print(target, len(chars), (OUT / target).stat().st_size)


write("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC", "Loginscope Sans", FULL, "sans-regular.otf", TTFont(INTER / "Inter-Regular.otf"), NARROW)
write("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC Bold", "Loginscope Sans Bold", SMALL, "sans-bold.otf", TTFont(INTER / "Inter-Bold.otf"), NARROW)
write("NotoSansCJK-Regular.ttc", "Noto Sans Mono CJK SC", "Loginscope Mono", SMALL, "mono.otf", TTFont(JETBRAINS / "JetBrainsMono-Regular.ttf"), LATIN)
