//! The server's text is the client's text, whatever the client types.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use proptest::prelude::*;
use ropey::Rope;
use serde_json::json;
use support::{Client, Dice, PIECES, edited};

use ir_lsp::documents::{Change, apply};
use ir_syntax::{Encoding, LineIndex, Position};

const ENCODINGS: [(&str, Encoding); 3] =
    [("utf-8", Encoding::Utf8), ("utf-16", Encoding::Utf16), ("utf-32", Encoding::Utf32)];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..24).prop_map(|pieces| pieces.concat())
}

fn place() -> impl Strategy<Value = (u32, u32)> {
    (0..8_u32, prop_oneof![0..16_u32, Just(u32::MAX)])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_change_is_applied_as_the_protocol_says(old in text(), new in text(), start in place(), end in place()) {
        for (name, encoding) in ENCODINGS {
            let mut rope = Rope::from_str(&old);
            let at = |(line, column)| Position { line, column };
            let change = Change { range: Some((at(start), at(end))), text: new.clone() };
            apply(&mut rope, &change, encoding);
            prop_assert_eq!(rope.to_string(), edited(&old, [start, end], &new, name), "{}", name);
        }
    }

    #[test]
    fn positions_and_offsets_are_each_others_inverse(text in text()) {
        let lines = LineIndex::new(&text);
        for (name, encoding) in ENCODINGS {
            for (offset, _) in text.char_indices().chain([(text.len(), 'x')]) {
                // Between `\r` and `\n` there is no place.
                if text[..offset].ends_with('\r') && text[offset..].starts_with('\n') {
                    continue;
                }
                let offset = u32::try_from(offset).unwrap();
                let position = lines.position(&text, offset, encoding);
                prop_assert_eq!(lines.offset(&text, position, encoding), offset, "{} {:?}", name, position);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_edits_leave_client_and_server_with_the_same_text() {
    const FILE: &str = "file:///w/%E6%97%A5%20a.yaml";
    for (name, _) in ENCODINGS {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        let mut client = Client::new(name).await;
        let mut text = "a: 1\n😀: [日本, é]\r\n".repeat(20);
        client.open(FILE, &text).await;
        for version in 2..1_500 {
            // Several changes in one message, each on top of the one before.
            let changes: Vec<_> = (0..=dice.roll(3))
                .map(|_| {
                    let start = (dice.roll(50) as u32, dice.roll(20) as u32);
                    let end = (start.0 + dice.roll(2) as u32, dice.roll(20) as u32);
                    let new: String = (0..dice.roll(4)).map(|_| PIECES[dice.roll(PIECES.len())]).collect();
                    text = edited(&text, [start, end], &new, name);
                    let [start, end] = [start, end].map(|(line, column)| json!({ "line": line, "character": column }));
                    json!({ "range": { "start": start, "end": end }, "text": new })
                })
                .collect();
            client.change(FILE, version, json!(changes)).await;
            if version % 100 == 0 {
                assert_eq!(client.text(FILE).await.as_deref(), Some(&*text), "{name}, version {version}");
            }
        }
        assert_eq!(client.text(FILE).await.as_deref(), Some(&*text), "{name}");
    }
}
