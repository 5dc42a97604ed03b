//! Settings with which no key could ever answer.

use super::*;

fn refused(origins: &[&str], rp_id: &str) -> String {
    match Verifier::new(origins, rp_id, "Keyward") {
        Ok(_) => panic!("{origins:?} with {rp_id} was taken"),
        Err(refused) => SettingRefused::to_string(&refused),
    }
}

#[test]
fn a_page_where_keys_can_answer_is_taken() {
    for (origin, rp_id) in [
        ("https://keyward.example.sch.uk", "keyward.example.sch.uk"),
        ("https://keyward.example.sch.uk/", "example.sch.uk"),
        (
            "https://keyward.example.sch.uk:8443",
            "keyward.example.sch.uk",
        ),
        ("http://localhost:8080", "localhost"),
    ] {
        Verifier::new(&[origin], rp_id, "Keyward").expect(origin);
    }
}

#[test]
fn a_page_where_no_key_can_answer_is_refused_by_the_name_of_its_setting() {
    for origin in [
        "keyward.example.sch.uk",
        "",
        "ftp://keyward.example.sch.uk",
        "http://keyward.example.sch.uk",
        "http://127.0.0.1:8080",
        "https://[::1]",
        "https://keyward.example.sch.uk/app",
        "https://user@keyward.example.sch.uk",
        "https://keyward.example.sch.uk?a",
        "https://keyward.example.sch.uk#a",
    ] {
        let words = refused(&[origin], "keyward.example.sch.uk");
        assert!(
            words.starts_with(&format!("base_url: got {origin:?}; it takes ")),
            "{words}"
        );
    }
    assert!(refused(&[], "localhost").starts_with("base_url: "));
}

#[test]
fn a_site_that_is_not_the_pages_own_is_refused() {
    let page = "https://keyward.example.sch.uk";
    for rp_id in [
        "other.example",
        "uk",
        "ward.example.sch.uk",
        "www.keyward.example.sch.uk",
        "",
    ] {
        let words = refused(&[page], rp_id);
        assert!(
            words.starts_with(&format!("rp_id: got {rp_id:?}; it takes ")),
            "{words}"
        );
    }
    let words = refused(&[page, "https://other.example"], "keyward.example.sch.uk");
    assert!(words.starts_with("rp_id: "), "{words}");
}
