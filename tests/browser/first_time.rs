//! The journey that Keyward exists for, from the first letter to the file that only a touch opens.

use crate::errands::{ADDED, CONCERN, ELEVATE, ELEVATED, NOT_FOUND};
use crate::failure::Outcome;
use crate::server::{Demo, Person};
use crate::virtual_key::VirtualKey;
use crate::visitor::Visitor;

const FIRST_TIME: &str = "Forgotten your password or using Keyward for the first time?";
const OWN_PASSWORD: &str = "lantern-harbour-velvet-otter";

/// What the pictures on the way are for.
#[derive(Clone, Copy)]
enum Pictures {
    /// The README's.
    ForReaders,
    /// To look at after the tests.
    ForTests,
}

impl Pictures {
    async fn take(self, visitor: &mut Visitor, name: &str) -> Outcome {
        match self {
            Self::ForReaders => visitor.takes_picture_for_readers(name).await,
            Self::ForTests => visitor.takes_pictures(&format!("fido2-{name}")).await,
        }
    }
}

/// Somebody new, invited by the administrator, with a U2F key.
pub async fn a_first_time_user_sets_a_password_links_a_key_elevates_and_reads(
    visitor: &mut Visitor,
) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let administrator = visitor.one_of("Administrator")?;
    visitor.comes_with_a_key(&administrator).await?;
    visitor.opens("People").await?;
    visitor.presses("Invite somebody").await?;
    let newcomer = Person {
        email: "grace.holloway@hawthorn-park.example".into(),
        password: OWN_PASSWORD.into(),
        group: "DSL".into(),
    };
    visitor.types("Name", "Grace Holloway").await?;
    visitor.types("Email address", &newcomer.email).await?;
    visitor.chooses(&newcomer.group).await?;
    visitor.presses("Invite").await?;
    visitor.shows_the_key_to("invite somebody").await?;
    visitor.reads("Grace Holloway").await?;
    visitor.signs_out().await?;

    visitor
        .finds_the_letter(&newcomer.email, "Your Keyward account", FIRST_TIME)
        .await?;
    let demo_sign_in = visitor.demo()?.sign_in.clone();
    visitor.goes_to(&demo_sign_in).await?;
    Pictures::ForReaders.take(visitor, "1-sign-in").await?;
    sets_a_password(visitor, &newcomer).await?;
    reads_what_a_teacher_logged(visitor, &newcomer, VirtualKey::u2f(), Pictures::ForReaders).await
}

/// Somebody who forgot their password, with a FIDO2 key.
pub async fn somebody_who_forgot_their_password_links_a_fido2_key_elevates_and_reads(
    visitor: &mut Visitor,
) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let lead = Person {
        password: OWN_PASSWORD.into(),
        ..visitor.one_of("DSL")?
    };
    sets_a_password(visitor, &lead).await?;
    reads_what_a_teacher_logged(visitor, &lead, VirtualKey::fido2(), Pictures::ForTests).await
}

/// From the sign-in page, by the letter's link, to a password of their own.
async fn sets_a_password(visitor: &mut Visitor, person: &Person) -> Outcome {
    visitor.opens(FIRST_TIME).await?;
    visitor.types("Email address", &person.email).await?;
    visitor.presses("Send the link").await?;
    visitor.reads("Check your email").await?;
    visitor
        .follows_the_link_in_the_letter(&person.email, "Your Keyward password")
        .await?;
    visitor.reads("Set your password").await?;
    visitor.types("New password", "passwordpassword").await?;
    visitor
        .types("New password again", "passwordpassword")
        .await?;
    visitor.presses("Set password").await?;
    visitor.reads("There is a problem").await?;
    visitor.types("New password", &person.password).await?;
    visitor
        .types("New password again", &person.password)
        .await?;
    visitor.presses("Set password").await?;
    visitor.reads("Your password is set").await
}

/// A teacher logs a concern; the lead cannot read it, links their key, elevates and reads it.
async fn reads_what_a_teacher_logged(
    visitor: &mut Visitor,
    lead: &Person,
    key: VirtualKey,
    pictures: Pictures,
) -> Outcome {
    let teacher = visitor.one_of("Staff")?;
    visitor.signs_in(&teacher).await?;
    let concern = visitor.logs(&CONCERN).await?;
    visitor.does_not_read(ELEVATE).await?;
    visitor.signs_out().await?;

    visitor.signs_in(lead).await?;
    visitor.does_not_read(CONCERN.pupil).await?;
    cannot_read(visitor, &concern).await?;
    visitor.opens("Go to your dashboard").await?;

    visitor.plugs_in(key).await?;
    visitor.opens("Account Settings").await?;
    visitor.opens("Security Keys").await?;
    visitor.reads("U2F Keys").await?;
    visitor.presses("Register a new U2F key").await?;
    visitor.types("Device Name", "Blue key").await?;
    visitor
        .types("Your Keyward password", &lead.password)
        .await?;
    pictures.take(visitor, "2-register").await?;
    visitor.presses("Start Registration").await?;
    visitor.reads(ADDED).await?;
    pictures.take(visitor, "3-added").await?;
    visitor.presses("Close").await?;
    visitor.no_longer_reads(ADDED).await?;
    visitor.reads("Blue key").await?;
    pictures.take(visitor, "4-security-keys").await?;
    visitor
        .finds_the_letter(
            &lead.email,
            "A security key was added to your Keyward account",
            "If it was not you",
        )
        .await?;

    visitor.types_the_address("/dashboard").await?;
    visitor.opens("Dashboard").await?;
    cannot_read(visitor, &concern).await?;
    visitor.opens("Dashboard").await?;
    visitor.reads(ELEVATE).await?;
    pictures.take(visitor, "5-dashboard").await?;
    visitor.opens(ELEVATE).await?;
    visitor.presses("Use your security key").await?;
    visitor.reads(ELEVATED).await?;
    visitor.does_not_read(ELEVATE).await?;

    visitor.opens("Pupils").await?;
    visitor.opens("Adeyemi, Temi").await?;
    visitor.reads("Date of birth").await?;
    visitor.reads("Home circumstances").await?;
    pictures.take(visitor, "6-pupils-file").await?;
    visitor.types_the_address(&concern).await?;
    visitor.reads(CONCERN.seen_and_heard).await?;
    visitor.reads(CONCERN.own_words).await?;
    pictures.take(visitor, "7-concern").await
}

/// Without the touch, a concern that is there answers as one that is not.
async fn cannot_read(visitor: &mut Visitor, concern: &str) -> Outcome {
    visitor.types_the_address(concern).await?;
    visitor.reads(NOT_FOUND).await?;
    visitor.does_not_read(CONCERN.pupil).await?;
    let hidden = visitor.text().await?;
    visitor
        .types_the_address("/concerns/no-such-concern")
        .await?;
    visitor.reads(NOT_FOUND).await?;
    if visitor.text().await? == hidden {
        Ok(())
    } else {
        Err("what may not be read does not answer like what is not there".into())
    }
}
