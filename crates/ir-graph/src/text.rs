//! How wide text is, and how to make it short.

/// Advance widths of the printable ASCII characters, in thousandths of the font's size. They are those of the widest font
/// that is commonly shown for `sans-serif` (DejaVu Sans), so that in any other the text is narrower.
const REGULAR: [u16; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
    748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
    615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
    337, 636, 838,
];

/// The same in bold.
const BOLD: [u16; 95] = [
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696,
    696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995,
    837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716,
    678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712,
    365, 712, 838,
];

/// A font's weight.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// The width of `text` in pixels at a font size of `size` pixels, rather too much than too little.
pub(crate) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let table = if weight == Weight::Bold { &BOLD } else { &REGULAR };
    let thousandths: u32 = text.chars().map(|c| advance(c, table)).sum();
    f64::from(thousandths) * size / 1000.0
}

fn advance(c: char, table: &[u16; 95]) -> u32 {
    let code = u32::from(c);
    let ascii = code.checked_sub(0x20).and_then(|i| table.get(i as usize));
    match (ascii, code) {
        (Some(width), _) => u32::from(*width),
        // Marks that stand on the letter before, and invisible ones.
        (_, 0x300..=0x36f | 0x200b..=0x200f | 0x2060..=0x2064 | 0xfe00..=0xfe0f) => 0,
        // Latin, Greek; Cyrillic is wider.
        (_, 0xa0..=0x3ff) => 880,
        (_, 0x400..=0x52f) => 1150,
        // Hangul, kana, Han, full-width forms, emoji.
        (_, 0x1100..=0x11ff | 0x2e80..=0xa4cf | 0xac00..=0xd7ff | 0xf900..=0xfaff | 0xff00..=0xff60) => 1050,
        (_, 0x1f000..) => 1400,
        _ => 1100,
    }
}

/// Whether a character would be obeyed instead of shown: it moves text around or ends a line, and may not even stand
/// in XML.
fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{feff}')
}

/// "1 task", "2 tasks".
pub(crate) fn count(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

/// `text` on one line with at most `limit` characters: what is too long loses its end.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    cut(text, limit, limit)
}

/// `text` on one line with at most `limit` characters: what is too long loses its middle, since names differ at both ends.
pub(crate) fn abbreviate(text: &str, limit: usize) -> String {
    cut(text, limit, limit * 3 / 5)
}

fn cut(text: &str, limit: usize, head: usize) -> String {
    // What is shown of a text of megabytes is its start; its end need not be looked at.
    let far = limit.saturating_mul(16).max(1024);
    let whole = text.char_indices().nth(far).map_or(text, |(at, _)| text.get(..at).unwrap_or(text));
    let words = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    let chars: Vec<char> = words.chars().map(|c| if is_control(c) { '\u{fffd}' } else { c }).collect();
    if chars.len() <= limit {
        return chars.into_iter().collect();
    }
    let tail = limit.saturating_sub(head + 1);
    let start = chars.iter().take(head.min(limit.saturating_sub(1)));
    start.chain(&['…']).chain(chars.iter().skip(chars.len() - tail)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Weight, abbreviate, shorten, width};

    #[test]
    fn wide_text_is_wide() {
        let of = |text| width(text, 10.0, Weight::Regular);
        assert!(of("iii") < of("mmm"));
        assert!((of("train") - 23.28).abs() < 0.1, "{}", of("train"));
        assert!(of("日本語") >= 30.0);
        assert!(width("train", 10.0, Weight::Bold) > of("train"));
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(shorten("a  b\n c", 9), "a b c");
        assert_eq!(shorten("abcdefghij", 5), "abcd…");
        assert_eq!(abbreviate("abcdefghijklmno", 10), "abcdef…mno");
        assert_eq!(abbreviate("ééééééééééééé", 4).chars().count(), 4);
        assert_eq!(shorten("a\u{1b}b\u{202e}c", 9), "a\u{fffd}b\u{fffd}c");
    }
}
