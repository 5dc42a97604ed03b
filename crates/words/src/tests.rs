//! Words, what is looked for, and what is found.

use proptest::prelude::*;

use super::*;

fn folded(text: &str) -> String {
    let mut words = Vec::new();
    each_word(text, |word| words.push(word.folded.to_owned()));
    words.join(" ")
}

fn numbers(bits: &Bits) -> Vec<u32> {
    bits.clone().down_from(u32::MAX).collect()
}

/// The entries that may hold every part, the newest first.
fn found(index: &Index, query: &str) -> Vec<u32> {
    let mut found = Bits::all(index.count());
    for part in Query::parse(query).parts() {
        found.keep(&index.may_hold(part));
    }
    numbers(&found)
}

fn shown(text: &str, query: &str) -> String {
    let pieces = snippet(text, &Query::parse(query).marks(text));
    let shown = pieces.iter().map(|piece| match piece.is_marked {
        true => format!("[{}]", piece.text),
        false => piece.text.clone(),
    });
    shown.collect()
}

#[test]
fn a_word_has_one_spelling() {
    for (written, one) in [
        ("O’Sullivan", "osullivan"),
        ("O'SULLIVAN", "osullivan"),
        ("osullivan", "osullivan"),
        ("Zoë", "zoe"),
        ("Zoe\u{308}", "zoe"),
        ("Straße, Łukasz; Bjørn", "strasse lukasz bjorn"),
        ("Smith-Jones", "smith jones"),
        ("Tom’s arm", "tom arm"),
        ("O'Sullivan's", "osullivan"),
        ("the boys' room", "the boys room"),
        ("'s ' s", "s s"),
        ("7B at 14:05", "7b at 14 05"),
        ("王秀英", "王秀英"),
        ("no_further_action", "no further action"),
        ("…", ""),
    ] {
        assert_eq!(folded(written), one, "{written}");
    }
}

#[test]
fn a_word_knows_where_it_stands() {
    let text = "A bruise on Zoe\u{308}’s arm";
    let marks = Query::parse("zoe").marks(text);
    assert_eq!(&text[marks[0].clone()], "Zoe\u{308}’s");
}

#[test]
fn words_are_found_from_their_beginning_and_quoted_ones_as_they_are() {
    let mut index = Index::default();
    index.add(["Tom had a bruise."]);
    index.add(["Bruising on the arm, told tomorrow."]);
    index.add(["The boy", "hit the wall"]);
    for (query, entries) in [
        ("bruis", &[1, 0][..]),
        ("bru", &[1, 0]),
        ("b", &[]),
        ("bru ", &[]),
        ("bru tom", &[]),
        ("bruise", &[0]),
        ("tom", &[1, 0]),
        ("tom bruis", &[0]),
        ("\"tom\"", &[0]),
        ("“tom” bruis", &[0]),
        ("\"tom", &[1, 0]),
        ("ARM Bruís", &[1]),
        ("nothing", &[]),
        ("bruise nothing", &[]),
    ] {
        assert_eq!(found(&index, query), entries, "{query}");
    }
}

#[test]
fn a_phrase_stands_in_one_text_in_its_order() {
    let phrase = Query::parse("\"hit the wall\"");
    let part = &phrase.parts()[0];
    assert!(part.is_in("He hit  the\nwall."));
    assert!(!part.is_in("The wall hit the boy."));
    assert!(!part.is_in("hit the"));
}

#[test]
fn a_query_has_few_parts_and_none_twice() {
    assert!(Query::parse("  \"\" … ").is_empty());
    assert_eq!(Query::parse("bruise Bruise \"bruise\"").parts().len(), 2);
    let many: String = (0..50).map(|number| format!("word{number} ")).collect();
    assert_eq!(Query::parse(&many).parts().len(), 8);
}

#[test]
fn what_was_looked_for_never_shows() {
    let query = Query::parse("ella");
    assert!(!format!("{query:?} {:?}", query.parts()).contains("ella"));
    let mut index = Index::default();
    index.add(["ella"]);
    assert!(!format!("{index:?}").contains("ella"));
}

#[test]
fn a_snippet_is_cut_between_words_around_the_first_mark() {
    assert_eq!(shown("A bruise.", "bruise"), "A [bruise].");
    assert_eq!(shown("A bruise.", "fell"), "A bruise.");
    let long = format!("{}the bruise {}", "before ".repeat(30), "after ".repeat(60));
    let shown = shown(&long, "bruis");
    assert!(
        shown.starts_with("…before") && shown.ends_with("after…"),
        "{shown}"
    );
    assert!(shown.contains("the [bruise] after"), "{shown}");
    assert!(shown.len() < 260, "{shown}");
}

#[test]
fn a_snippet_of_one_endless_word_is_cut_too() {
    let endless = "é".repeat(5_000);
    let short: usize = snippet(&endless, &[])
        .iter()
        .map(|piece| piece.text.len())
        .sum();
    assert!(short < 240, "{short}");
    let later = format!("a {endless}");
    assert!(shown(&later, "éééé").len() > 100);
}

#[test]
fn entries_far_apart_are_all_known() {
    let mut index = Index::default();
    let marked = [0, 1, 127, 128, 129, 20_000, 20_001];
    for entry in 0..=20_001_u32 {
        let text = if marked.contains(&entry) {
            "bruise"
        } else {
            "well"
        };
        assert_eq!(index.add([text]), entry);
    }
    let mut down = marked;
    down.reverse();
    assert_eq!(found(&index, "bruise"), down);
    assert_eq!(index.words(), 2);
    assert!(index.bytes() < 40_000, "{} bytes", index.bytes());
}

#[test]
fn bits_are_told_from_below_a_number_down() {
    let mut bits = Bits::none(10);
    for number in [3, 63, 64, 200] {
        bits.add(number);
    }
    let down_from = |below| bits.clone().down_from(below).collect::<Vec<_>>();
    assert_eq!(down_from(u32::MAX), [200, 64, 63, 3]);
    assert_eq!(down_from(64), [63, 3]);
    assert!(down_from(3).is_empty());
    bits.remove(64);
    assert!(!bits.has(64) && bits.has(63) && !bits.has(9_999));
    assert_eq!(Bits::all(65).down_from(u32::MAX).count(), 65);
    assert_eq!(Bits::all(64).down_from(u32::MAX).count(), 64);
}

proptest! {
    /// The index answers as reading every text would.
    #[test]
    fn the_index_finds_what_reading_finds(
        texts in prop::collection::vec("[a-cé' ]{0,12}", 0..40),
        query in "[a-cé'\" ]{0,10}",
    ) {
        let mut index = Index::default();
        for text in &texts {
            index.add([text.as_str()]);
        }
        for part in Query::parse(&query).parts() {
            let may = index.may_hold(part);
            for (entry, text) in (0..).zip(&texts) {
                let holds = part.is_in(text);
                prop_assert!(may.has(entry) || !holds);
                let exact = matches!(part, Part::Begins(_) | Part::Whole(_));
                prop_assert!(!exact || may.has(entry) == holds);
            }
        }
    }

    /// Whatever is written and looked for, marks and snippets are cut where letters begin.
    #[test]
    fn a_snippet_holds_nothing_but_the_text(text in ".{0,400}", query in ".{0,10}") {
        let marks = Query::parse(&query).marks(&text);
        let whole: String = marked(&text, &marks).into_iter().map(|piece| piece.text).collect();
        prop_assert_eq!(&whole, &text);
        let part: String = snippet(&text, &marks).into_iter().map(|piece| piece.text).collect();
        prop_assert!(text.contains(part.trim_start_matches('…').trim_end_matches('…')));
    }
}
