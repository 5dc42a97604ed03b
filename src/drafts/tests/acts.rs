//! What somebody writes beside a concern or in a pupil's file and has not sent yet.

use super::*;
use crate::testing::on_both_databases;

on_both_databases! {
    what_is_written_stands_on_its_page_again_until_it_is_sent
    a_draft_in_a_file_is_its_writers_alone_while_they_read_it
    a_draft_in_a_file_is_discarded_by_its_writer
    an_amendment_is_kept_for_whoever_wrote_the_concern_and_is_kept_from_it
    a_change_of_somebody_who_ended_meanwhile_is_not_lost
    the_dashboard_says_what_somebody_has_in_hand_as_far_as_they_see_it
}

/// What somebody writes that must not be lost.
const WROTE: &str = "She said that her aunt had moved in with them in Larch Lane.";
const OURS: &str = "This is your draft, saved today at";

/// A page that was opened, with its form.
struct Open {
    /// Where the form is sent.
    to: String,
    /// Where its draft is kept.
    keeps: String,
    fields: Vec<(String, String)>,
}

impl Open {
    async fn at(visitor: &mut Visitor, address: &str) -> Self {
        let page = visitor.get(address).await;
        page.is(200);
        let all = |name: &str| page.every("form[data-sends] input[type=hidden]", name);
        Self {
            to: page.every("form[data-sends]", "action").remove(0),
            keeps: page.every("[data-draft]", "data-draft").remove(0),
            fields: all("name").into_iter().zip(all("value")).collect(),
        }
    }

    fn typed<'a>(&'a self, typed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let is_typed = |name: &str| typed.iter().any(|(typed, _)| *typed == name);
        let own = self.fields.iter().filter(|(name, _)| !is_typed(name));
        let own = own.map(|(name, value)| (&**name, &**value));
        own.chain(typed.iter().copied()).collect()
    }

    /// Keeps what is typed, as the script of the page does.
    async fn saves(&self, visitor: &mut Visitor, typed: &[(&str, &str)]) -> Page {
        by_script(visitor, &self.keeps, &self.typed(typed)).await
    }

    async fn sends(&self, visitor: &mut Visitor, typed: &[(&str, &str)]) -> Page {
        visitor.post(&self.to, &self.typed(typed)).await
    }
}

/// The pages on which something is written, each with what is typed there.
async fn pages(school: &School, dana: &mut Visitor) -> Vec<(String, Vec<(&'static str, String)>)> {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let concern = school.logs(&[&zoe], 10, "Late again.", &["dsl"]).await;
    let amira = school.person("colleague").await.0;
    let file = format!("/pupils/{zoe}");
    let owned = |pairs: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
        let own = pairs
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        own.collect()
    };
    let mother = [("name", "Mo Ash"), ("relation", "Mother")];
    let add = format!("{file}/contacts/new?side=family");
    let open = Open::at(dana, &add).await;
    open.sends(dana, &mother).await.leads_to();
    let flag = [
        ("kind", "young_carer"),
        ("began", "2026-03-03"),
        ("source", "Mother"),
    ];
    let open = Open::at(dana, &format!("{file}/flags/new")).await;
    open.sends(dana, &flag).await.leads_to();
    let list = dana.get(&format!("{file}/contacts")).await;
    let newer = list.every("a[href*='replaces=']", "href").remove(0);
    let end = list.every("a[href$='/ending']", "href").remove(0);
    let list = dana.get(&format!("{file}/flags")).await;
    let end_flag = list.every("a[href$='/ending']", "href").remove(0);
    vec![
        (format!("/concerns/{concern}"), owned(&[("words", WROTE)])),
        (
            format!("/concerns/{concern}/marks/new"),
            owned(&[
                ("day", "2026-05-01"),
                ("time", "09:00"),
                ("mark-spot", "front:older:630:720"),
                ("mark-pupil", &zoe.0),
                ("mark-kind", "bruise"),
                ("mark-description", WROTE),
            ]),
        ),
        (
            format!("{file}/flags/new"),
            owned(&[
                ("kind", "young_carer"),
                ("began", "2026-03-03"),
                ("source", "Her aunt"),
                ("note", WROTE),
            ]),
        ),
        (end_flag, owned(&[("on", "2026-05-01"), ("reason", WROTE)])),
        (
            format!("{file}/contacts/new?side=professional"),
            owned(&[
                ("name", "Sol Work"),
                ("relation", "Social worker"),
                ("agency", "Northtown services"),
                ("note", WROTE),
            ]),
        ),
        (
            newer,
            owned(&[mother[0], mother[1], ("why", "New"), ("note", WROTE)]),
        ),
        (end, owned(&[("reason", WROTE)])),
        (
            format!("{file}/exclusions"),
            owned(&[("person", &amira), ("reason", WROTE)]),
        ),
    ]
}

async fn what_is_written_stands_on_its_page_again_until_it_is_sent(school: School) {
    let mut dana = school.elevated("dsl").await;
    let pages = pages(&school, &mut dana).await;
    for (page, typed) in &pages {
        let typed: Vec<_> = typed
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        let open = Open::at(&mut dana, page).await;
        let kept = open.saves(&mut dana, &typed).await;
        kept.is(200);
        assert_eq!(kept.json()["kept"], true, "{page}");
        // Another sign-in, such as the next morning's, finds it on its own page.
        let mut again = school.elevated("dsl").await;
        let shown = again.get(page).await;
        shown.is(200).reads(OURS).reads(WROTE);
    }
    // No page offers what was written on another.
    for (page, typed) in &pages {
        let typed: Vec<_> = typed
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        let shown = dana.get(page).await;
        assert_eq!(shown.body.matches(WROTE).count(), 1, "{page}");
        if page.contains("replaces=") || page.contains("/contacts/") && page.ends_with("/ending") {
            continue;
        }
        let open = Open::at(&mut dana, page).await;
        open.sends(&mut dana, &typed).await.leads_to();
        let late = open.saves(&mut dana, &typed).await;
        late.is(409);
        let shown = dana.get(page).await;
        shown.never_says(OURS);
    }
    let (newer, typed) = &pages[5];
    let typed: Vec<_> = typed
        .iter()
        .map(|(name, value)| (*name, &**value))
        .collect();
    let open = Open::at(&mut dana, newer).await;
    open.sends(&mut dana, &typed).await.leads_to();
    dana.get(newer).await.is(404);
}

async fn a_draft_in_a_file_is_its_writers_alone_while_they_read_it(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let page = format!("/pupils/{zoe}/flags/new");
    let typed = [("note", WROTE)];
    let mut dana = school.elevated("dsl").await;
    let open = Open::at(&mut dana, &page).await;
    open.saves(&mut dana, &typed).await.is(200);
    let mut dee = school.elevated("deputy").await;
    dee.get(&page).await.is(200).never_says(WROTE);
    open.saves(&mut dee, &typed).await.is(409);
    // Without a key, and in a file that is not theirs, nobody keeps anything.
    let mut plain = school.signed_in("dsl").await;
    open.saves(&mut plain, &typed).await.is(404);
    school
        .gives("Pastoral", crate::access::Right::WorkCases)
        .await;
    let tom = school.enrols("Tom", "Bell", "9").await;
    let mut pat = school.elevated("pastoral").await;
    let elsewhere = format!("/pupils/{tom}/drafts");
    let fields = [("act", "flags/new"), ("note", WROTE)];
    by_script(&mut pat, &elsewhere, &fields).await.is(404);
    // Nor of an act that no page of a file has.
    let here = format!("/pupils/{zoe}/drafts");
    let odd = [("act", "decisions"), ("decision", WROTE)];
    by_script(&mut dana, &here, &odd).await.is(404);
    school.excludes("dsl", &zoe).await;
    dana.get(&page).await.is(404).never_says(WROTE);
    open.saves(&mut dana, &typed).await.is(404);
}

async fn a_draft_in_a_file_is_discarded_by_its_writer(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let page = format!("/pupils/{zoe}/contacts/new?side=professional");
    let mut dana = school.elevated("dsl").await;
    let open = Open::at(&mut dana, &page).await;
    open.saves(&mut dana, &[("note", WROTE)]).await.is(200);
    // The other side of the same form is another draft.
    let family = format!("/pupils/{zoe}/contacts/new?side=family");
    dana.get(&family).await.never_says(WROTE);
    let shown = dana.get(&page).await;
    let removal = format!("/pupils/{zoe}/drafts/removal");
    let hidden = |name: &str| {
        let input = format!("form[action='{removal}'] input[name={name}]");
        shown.every(&input, "value").remove(0)
    };
    let (form, act) = (hidden("form"), hidden("act"));
    let fields = [("form", &*form), ("act", &*act)];
    let mut dee = school.elevated("deputy").await;
    dee.post(&removal, &fields).await.is(404);
    assert_eq!(dana.post(&removal, &fields).await.leads_to(), page);
    let shown = dana.get(&page).await;
    shown.reads("Your draft is discarded.").never_says(WROTE);
    assert!(school.wrote_down("draft discarded").await.is_some());
}

async fn an_amendment_is_kept_for_whoever_wrote_the_concern_and_is_kept_from_it(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let concern = school.logs(&[&zoe], 10, "Late again.", &["dsl"]).await;
    let page = format!("/concerns/{concern}");
    let mut sam = school.signed_in("staff").await;
    let open = Open::at(&mut sam, &page).await;
    let typed = [("words", WROTE)];
    open.saves(&mut sam, &typed).await.is(200);
    // Nobody is told of it.
    let mut dana = school.elevated("dsl").await;
    dana.get(&page).await.is(200).never_says(WROTE);
    school.excludes("staff", &zoe).await;
    sam.get(&page).await.reads(OURS).reads(WROTE);
    let open = Open::at(&mut sam, &page).await;
    open.saves(&mut sam, &typed).await.is(200);
    open.sends(&mut sam, &typed).await.leads_to();
    sam.get(&page).await.reads(WROTE).never_says(OURS);
    // Whoever does not read the concern keeps nothing.
    let mut col = school.signed_in("colleague").await;
    open.saves(&mut col, &typed).await.is(404);
}

async fn a_change_of_somebody_who_ended_meanwhile_is_not_lost(school: School) {
    let mut dana = school.elevated("dsl").await;
    let pages = pages(&school, &mut dana).await;
    let (newer, end) = (&pages[5].0, &pages[6].0);
    let typed = [("name", "Mo Ash"), ("relation", "Mother"), ("note", WROTE)];
    let open = Open::at(&mut dana, newer).await;
    open.saves(&mut dana, &typed).await.is(200);
    let mine = Open::at(&mut dana, end).await;
    let reason = [("reason", WROTE)];
    mine.saves(&mut dana, &reason).await.is(200);
    let mut dee = school.elevated("deputy").await;
    let theirs = Open::at(&mut dee, end).await;
    let moved = [("reason", "Moved away")];
    theirs.sends(&mut dee, &moved).await.leads_to();
    dana.get(newer)
        .await
        .is(200)
        .reads("Dee Deputy updated or ended this contact on")
        .reads(WROTE);
    dee.get(newer).await.is(404);
    // There is nothing left to end, so the reason is let go of.
    assert!(dana.get(end).await.leads_to().ends_with("/contacts"));
    let late = mine.saves(&mut dana, &reason).await;
    late.is(409);
}

async fn the_dashboard_says_what_somebody_has_in_hand_as_far_as_they_see_it(school: School) {
    let zoe = school.enrols("Zoe", "Ash", "7").await;
    let concern = school.logs(&[&zoe], 10, "Late again.", &["deputy"]).await;
    let mut dana = school.elevated("dsl").await;
    let pages = [
        (format!("/concerns/{concern}"), "words"),
        (format!("/concerns/{concern}/decisions"), "decision"),
        (format!("/pupils/{zoe}/flags/new"), "note"),
    ];
    for (page, field) in &pages {
        let open = Open::at(&mut dana, page).await;
        open.saves(&mut dana, &[(field, WROTE)]).await.is(200);
        school.clock.advance_seconds(1);
    }
    let dashboard = dana.get("/dashboard").await;
    dashboard
        .reads("not logged or sent yet Add a flag Zoe Ash (7B). Last changed today at")
        .reads("Record a decision Zoe Ash (7B), noticed today at")
        .reads("Add an amendment Zoe Ash (7B), noticed today at")
        .never_says(WROTE);
    let links = dashboard.every(".kw-drafts a", "href");
    let leads = [
        &pages[2].0,
        &pages[1].0,
        &format!("/concerns/{concern}#amend"),
    ];
    assert_eq!(links.iter().collect::<Vec<_>>(), leads);
    assert_eq!(
        dashboard
            .every(".kw-drafts li[data-elevated]", "class")
            .len(),
        3
    );
    // Without their key they learn what they have in hand, and nothing of whom.
    let mut plain = school.signed_in("dsl").await;
    plain
        .get("/dashboard")
        .await
        .reads("Add a flag You need elevated access to carry on.")
        .reads("Record a decision You need elevated access to carry on.")
        .never_says("Zoe Ash");
    // Nobody else has any of it.
    let mut dee = school.elevated("deputy").await;
    dee.get("/dashboard").await.never_says("Your drafts");
    // What somebody may not go on with is not offered, with a key or without.
    school.excludes("dsl", &zoe).await;
    for visitor in [&mut dana, &mut plain] {
        visitor.get("/dashboard").await.never_says("Your drafts");
    }
    // Whoever wrote a concern sees their own amendment to it, and what it is about.
    let mut sam = school.signed_in("staff").await;
    let open = Open::at(&mut sam, &pages[0].0).await;
    open.saves(&mut sam, &[("words", WROTE)]).await.is(200);
    let dashboard = sam.get("/dashboard").await;
    dashboard.reads("Add an amendment Zoe Ash (7B), noticed today at");
    assert!(
        dashboard
            .every(".kw-drafts [data-elevated]", "class")
            .is_empty()
    );
}
