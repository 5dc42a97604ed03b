//! How an app is set up and becomes a key.

use keyward_codes::totp;
use keyward_db::params;

use super::super::qr::reading::text_of;
use super::begun::{BY_PASSWORD, Begun, LIST, NEW, SETUP, begins, begun, newcomer, setups};
use super::is_elevated;
use crate::testing::school::PASSWORD;
use crate::testing::{School, on_both_databases};

on_both_databases! {
    a_lead_sets_an_app_up_and_its_next_code_elevates
    the_picture_and_the_text_say_the_same
    a_wrong_code_keeps_the_secret_and_is_told_from_a_wrong_clock
    what_can_be_no_code_is_no_guess
    wrong_codes_count_with_all_others_and_the_person_is_told
    the_other_server_finishes_what_one_began
    one_code_at_two_servers_at_once_links_one_key
    nothing_secret_is_left_behind
}

keyward_db::statements! {
    /// What is sealed of keys that were linked.
    SECRETS = "SELECT secret FROM security_key WHERE secret IS NOT NULL";
    /// What was written down.
    WRITTEN = "SELECT act || '; ' || detail FROM audit_entry ORDER BY number";
}

async fn a_lead_sets_an_app_up_and_its_next_code_elevates(school: School) {
    let mut dana = newcomer(&school, "dsl").await;
    let list = dana.get(LIST).await;
    list.reads("Register a new soft key");
    dana.get(SETUP).await.leads_to();
    dana.get(NEW).await.is(200).reads("Start Registration");
    for (name, proof, words) in [
        ("", PASSWORD, "Enter a name for it"),
        ("Phone", "", "Enter your Keyward password"),
        ("Phone", "wrong password", "The password is not right"),
    ] {
        let refused = begins(&mut dana, name, &[("password", proof)]).await;
        refused.is(422).reads(words);
        assert_eq!(
            refused.every("#device_name", "value").concat(),
            name,
            "nothing typed is lost"
        );
        assert!(refused.every("#password", "value").is_empty());
    }
    assert!(setups(&school).await.is_empty(), "nothing has begun");

    let begun = begun(&mut dana, "Phone", BY_PASSWORD).await;
    let code = begun.app.code(&school, 0);
    let linked = begun.confirms(&mut dana, &code).await;
    assert_eq!(linked.leads_to(), LIST);
    let list = dana.get(LIST).await;
    list.reads("Successfully added new soft key. The next code that it shows elevates your access");
    assert_eq!(list.every("table", "aria-label"), ["Your soft keys"]);
    assert_eq!(list.every("tr[data-key-name]", "data-key-name"), ["Phone"]);
    let entry = school.wrote_down("security key linked").await;
    let entry = entry.expect("an entry");
    assert!(
        entry.contains("name: Phone; kind: soft key; proven by: password"),
        "{entry}"
    );
    let letters = school.letters_to("dsl").await.concat();
    assert!(letters.contains("security key \"Phone\" was added"));

    // The code that confirmed it is used up, and so is the one before it.
    for used in [&code, &begun.app.code(&school, -1)] {
        dana.enters(used).await.is(422).reads("used already");
    }
    assert!(!is_elevated(&mut dana).await);
    dana.enters(&begun.app.code(&school, 1)).await.leads_to();
    assert!(is_elevated(&mut dana).await);
    dana.get(LIST).await.reads("In use now");
}

async fn the_picture_and_the_text_say_the_same(school: School) {
    let mut dana = newcomer(&school, "dsl").await;
    let begun = begun(&mut dana, "Phone", BY_PASSWORD).await;
    let page = dana.get(SETUP).await;
    let sides = page.every("svg.kw-qr", "viewBox").concat();
    let side = sides.rsplit(' ').next().expect("a side");
    let drawn = page.every("svg.kw-qr path", "d").concat();
    let secret = &begun.app.0;
    assert_eq!(
        text_of(side.parse().expect("a number"), &drawn),
        totp::otpauth_uri("Keyward", "dsl@hawthorn-park.example", secret)
    );
    assert_eq!(secret.as_bytes().len(), 20, "160 bits");
    assert_eq!(page.every("svg.kw-qr", "role"), ["img"]);
    assert_eq!(page.every("svg.kw-qr[aria-label]", "role").len(), 1);
    assert!(page.every("main img", "src").is_empty());
    let again = Begun::read(&dana.get(SETUP).await);
    assert_eq!(again.app.0.as_bytes(), secret.as_bytes(), "as it was");
}

async fn a_wrong_code_keeps_the_secret_and_is_told_from_a_wrong_clock(school: School) {
    let mut dana = newcomer(&school, "dsl").await;
    let begun = begun(&mut dana, "Phone", BY_PASSWORD).await;
    let app = &begun.app;
    for (code, words) in [
        (app.wrong_code(&school), "That code is not right."),
        (app.code(&school, -2), "is about 1 minute slow"),
        (app.code(&school, 121), "is about 61 minutes fast"),
        (app.code(&school, -200), "That code is not right."),
    ] {
        let refused = begun.confirms(&mut dana, &code).await;
        refused.is(422).reads(words).never_says(&code);
        assert_eq!(
            Begun::read(&refused).app.0.as_bytes(),
            app.0.as_bytes(),
            "the app need not be set up again"
        );
    }
    let entry = school.wrote_down("security key refused").await;
    let entry = entry.expect("an entry");
    assert!(
        entry.contains("kind: soft key; because: wrong_code; wrong codes in a row: 4"),
        "{entry}"
    );
    let late = begun.app.code(&school, -1);
    assert_eq!(begun.confirms(&mut dana, &late).await.leads_to(), LIST);
    // Wrong ones are forgotten after the right one.
    let wrong = begun.app.wrong_code(&school);
    dana.enters(&wrong).await.is(422).reads("not right");
}

async fn what_can_be_no_code_is_no_guess(school: School) {
    let mut dana = newcomer(&school, "dsl").await;
    let begun = begun(&mut dana, "Phone", BY_PASSWORD).await;
    for no_code in ["", " ", "12345", "1234567", "abcdef", "cbde-fghj-knrt-vvvv"] {
        let refused = begun.confirms(&mut dana, no_code).await;
        refused.is(422).reads("Enter the 6 digits");
        refused.never_says("not right");
    }
    // As an app shows it, and as people type it.
    let code = begun.app.code(&school, 0);
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    begun.confirms(&mut dana, &spaced).await.leads_to();
}

async fn wrong_codes_count_with_all_others_and_the_person_is_told(school: School) {
    let mut dana = newcomer(&school, "dsl").await;
    let begun = begun(&mut dana, "Phone", BY_PASSWORD).await;
    let wrong = begun.app.wrong_code(&school);
    for _ in 0..5 {
        let refused = begun.confirms(&mut dana, &wrong).await;
        refused.is(422).reads("not right");
    }
    let right = begun.app.code(&school, 0);
    let waits = begun.confirms(&mut dana, &right).await;
    waits.is(422).reads("Wait a minute");
    assert!(school.wrote_down("security key linked").await.is_none());
    dana.enters("123456").await.is(422).reads("Wait a minute");
    let letters = school.letters_to("dsl").await;
    let told = letters
        .iter()
        .filter(|letter| letter.contains("5 codes in a row"));
    assert_eq!(told.count(), 1, "{letters:?}");
    school.clock.advance_seconds(31);
    let right = begun.app.code(&school, 0);
    begun.confirms(&mut dana, &right).await.leads_to();
}

async fn the_other_server_finishes_what_one_began(school: School) {
    let mut dana = newcomer(&school, "dsl").await;
    let begun = begun(&mut dana, "Phone", BY_PASSWORD).await;
    let mut dana = dana.at(&school.second_server());
    let there = Begun::read(dana.get(SETUP).await.is(200));
    assert_eq!(there.app.0.as_bytes(), begun.app.0.as_bytes());
    let code = begun.app.code(&school, 0);
    begun.confirms(&mut dana, &code).await.leads_to();
    dana.enters(&begun.app.code(&school, 1)).await.leads_to();
}

async fn one_code_at_two_servers_at_once_links_one_key(school: School) {
    let mut dana = newcomer(&school, "dsl").await;
    let begun = begun(&mut dana, "Phone", BY_PASSWORD).await;
    let second = school.second_server();
    let code = begun.app.code(&school, 0);
    let (mut one, mut other) = (dana.clone(), dana.clone().at(&second));
    let (first, then) = tokio::join!(
        begun.confirms(&mut one, &code),
        begun.confirms(&mut other, &code),
    );
    let mut both = [first.status.as_u16(), then.status.as_u16()];
    both.sort_unstable();
    assert_eq!(both, [303, 422]);
    assert_eq!(dana.removals().await.len(), 1);
}

async fn nothing_secret_is_left_behind(school: School) {
    let mut dana = newcomer(&school, "dsl").await;
    let begun = begun(&mut dana, "Phone", BY_PASSWORD).await;
    let base32 = begun.app.0.to_base32();
    let holds = |sealed: &[u8]| {
        [base32.as_bytes(), begun.app.0.as_bytes()]
            .iter()
            .any(|part| sealed.windows(part.len()).any(|it| it == *part))
    };
    let waiting = setups(&school).await;
    assert_eq!(waiting.len(), 1);
    assert!(!holds(&waiting[0]), "sealed while it waits");
    let wrong = begun.app.wrong_code(&school);
    begun.confirms(&mut dana, &wrong).await.is(422);
    let code = begun.app.code(&school, 0);
    let linked = begun.confirms(&mut dana, &code).await;
    assert_eq!(linked.leads_to(), LIST);
    assert!(setups(&school).await.is_empty(), "gone");
    let kept = school
        .app
        .db()
        .read(|tx| tx.all(SECRETS, &params![], |row| row.get::<Vec<u8>>(0)));
    let kept = kept.await.expect("read");
    assert_eq!(kept.len(), 1);
    assert!(!holds(&kept[0]), "sealed for good");

    assert_eq!(dana.get(SETUP).await.leads_to(), NEW, "never shown again");
    let over = begun.confirms(&mut dana, &code).await;
    over.is(422);
    let mut pages = vec![over, dana.get(LIST).await, dana.get(NEW).await];
    for address in dana.removals().await {
        pages.push(dana.get(&address).await);
    }
    let written = school
        .app
        .db()
        .read(|tx| tx.all(WRITTEN, &params![], |row| row.get::<String>(0)));
    let written = written.await.expect("read").join("\n");
    let letters = school.letters_to("dsl").await.concat();
    assert!(written.contains("security key linked") && letters.contains("Phone"));
    let pages: String = pages.into_iter().map(|page| page.body).collect();
    for secret in [&base32, &base32[..4], &code, &wrong] {
        assert!(!written.contains(secret), "in the audit log");
        assert!(!letters.contains(secret), "in a letter");
        assert!(!pages.contains(secret), "on a page");
    }
}
