//! Why an answer was not taken, in words for the person who gave it.

use super::key::CredentialId;
use crate::key_policy::NotAdmitted;
use crate::sign_in::a_while;
use std::borrow::Cow;
use std::fmt;

/// Why Keyward did not take what came from a security key.
///
/// Each has a [`code`](Refusal::code) for the log and the script, and [`words`](Refusal::words) for
/// the person. Neither says anything about the key, the account or the library beneath.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no key that could answer.
    NoKeys,
    /// More than a key's answer can be.
    TooLarge,
    /// Not in the form that the specification gives; which part, for the log.
    Unreadable(&'static str),
    /// A registration where a touch was asked for, or the other way round.
    WrongKind,
    /// Given on a page with another web address.
    WrongAddress,
    /// Given in a page that another page shows inside itself.
    Embedded,
    /// The answer to an earlier question.
    Expired,
    /// Made by the key for another website.
    WrongSite,
    /// The key was not touched.
    NoTouch,
    /// The person's group asks for the key's PIN, and it was not given.
    PinMissing,
    /// The person's user groups do not let this key do so.
    NotAdmitted(NotAdmitted),
    /// The person holds fewer keys than their user groups ask for, and the days of grace are over.
    TooFewKeys,
    /// The person's user groups let no passkey sign in without the password.
    NotForSignIn,
    /// The key says that it belongs to somebody else.
    AnotherPerson,
    /// None of this person's keys.
    NotLinked,
    /// One of this person's keys already.
    AlreadyLinked,
    /// A key that is on somebody else's account.
    LinkedToAnother,
    /// A key whose name is longer than 1023 bytes.
    IdTooLong,
    /// A kind of signature that Keyward does not read.
    UnsupportedKey,
    /// A way to vouch for its make that Keyward does not read.
    UnsupportedProof,
    /// What the key brought to vouch for itself is wrong.
    BadProof,
    /// No model that the school approves vouches for it, and the person's user groups ask for one.
    NotVouchedFor,
    /// A passkey that a cloud account copies to other devices.
    Synced,
    /// The key's signature is wrong.
    BadSignature,
    /// What was bound to one device now says that it can be copied, or the other way round.
    Changed,
    /// The key counts fewer touches than before: there may be a copy of it. Suspend it.
    CounterWentBack {
        /// The key to suspend.
        credential_id: CredentialId,
        /// What the store had.
        counter_before: u32,
        /// What the key said.
        counter_now: u32,
    },
    /// Another touch of the same key was taken while this one was on its way.
    Overtaken,
    /// No code of this person's keys and sheets, or no code at all.
    WrongCode,
    /// A right code, which was taken before.
    CodeUsed,
    /// Too many wrong codes: none is looked at for so many minutes.
    Wait(i64),
    /// A recovery code, where a key is asked for.
    KeyNeeded,
    /// Something on Keyward's side; what, for the log.
    Ours(&'static str),
}

impl Refusal {
    /// A short name for the log and for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::NoKeys => "no_keys",
            Refusal::TooLarge => "too_large",
            Refusal::Unreadable(_) => "unreadable",
            Refusal::WrongKind => "wrong_kind",
            Refusal::WrongAddress => "wrong_address",
            Refusal::Embedded => "embedded",
            Refusal::Expired => "expired",
            Refusal::WrongSite => "wrong_site",
            Refusal::NoTouch => "no_touch",
            Refusal::PinMissing | Refusal::NotAdmitted(NotAdmitted::Pin) => "pin_missing",
            Refusal::NotAdmitted(NotAdmitted::Kind(_)) => "kind_not_admitted",
            Refusal::NotAdmitted(NotAdmitted::Synced) => "synced",
            Refusal::NotAdmitted(NotAdmitted::Model) => "model_not_approved",
            Refusal::TooFewKeys => "too_few_keys",
            Refusal::NotForSignIn => "not_for_sign_in",
            Refusal::AnotherPerson => "another_person",
            Refusal::NotLinked => "not_linked",
            Refusal::AlreadyLinked => "already_linked",
            Refusal::LinkedToAnother => "linked_to_another",
            Refusal::IdTooLong => "id_too_long",
            Refusal::UnsupportedKey => "unsupported_key",
            Refusal::UnsupportedProof => "unsupported_proof",
            Refusal::BadProof => "bad_proof",
            Refusal::NotVouchedFor => "model_not_approved",
            Refusal::Synced => "synced",
            Refusal::BadSignature => "bad_signature",
            Refusal::Changed => "changed",
            Refusal::CounterWentBack { .. } => "counter_went_back",
            Refusal::Overtaken => "overtaken",
            Refusal::WrongCode => "wrong_code",
            Refusal::CodeUsed => "code_used",
            Refusal::Wait(_) => "wait",
            Refusal::KeyNeeded => "key_needed",
            Refusal::Ours(_) => "ours",
        }
    }

    /// Whether it came from another key than the person's, or from something that is no key: not
    /// from a question that was too old, nor from what their user groups ask of keys.
    pub fn is_of_a_wrong_key(&self) -> bool {
        match self {
            Refusal::TooLarge
            | Refusal::Unreadable(_)
            | Refusal::WrongKind
            | Refusal::WrongAddress
            | Refusal::Embedded
            | Refusal::WrongSite
            | Refusal::NoTouch
            | Refusal::PinMissing
            | Refusal::AnotherPerson
            | Refusal::NotLinked
            | Refusal::BadSignature
            | Refusal::Changed
            | Refusal::CounterWentBack { .. } => true,
            Refusal::NoKeys
            | Refusal::Expired
            | Refusal::NotAdmitted(_)
            | Refusal::TooFewKeys
            | Refusal::NotForSignIn
            | Refusal::AlreadyLinked
            | Refusal::LinkedToAnother
            | Refusal::IdTooLong
            | Refusal::UnsupportedKey
            | Refusal::UnsupportedProof
            | Refusal::BadProof
            | Refusal::NotVouchedFor
            | Refusal::Synced
            | Refusal::Overtaken
            | Refusal::WrongCode
            | Refusal::CodeUsed
            | Refusal::Wait(_)
            | Refusal::KeyNeeded
            | Refusal::Ours(_) => false,
        }
    }

    /// The field of a form that it is about, where it is about one.
    pub fn field(&self) -> Option<&'static str> {
        let is_of_code = matches!(
            self,
            Refusal::WrongCode | Refusal::CodeUsed | Refusal::Wait(_) | Refusal::KeyNeeded
        );
        is_of_code.then_some("code")
    }

    /// What happened and what to do next, for the person.
    pub fn words(&self) -> Cow<'static, str> {
        if let Refusal::Wait(minutes @ ..=60) = self {
            let words = format!(
                "Too many codes were wrong. Wait {}, then try again with a new code.",
                a_while(*minutes)
            );
            return words.into();
        }
        self.fixed_words().into()
    }

    fn fixed_words(&self) -> &'static str {
        match self {
            Refusal::NoKeys => {
                "There is no security key on your account that can be used. Set one up under \
                 Account Settings, Security Keys."
            }
            Refusal::TooLarge | Refusal::Unreadable(_) => {
                "What your browser sent was not an answer from a security key. Reload the page \
                 and try again. If it happens again, try another browser."
            }
            Refusal::WrongKind => {
                "Your browser answered a different question from the one we asked. Reload the \
                 page and try again."
            }
            Refusal::WrongAddress | Refusal::WrongSite => {
                "Your security key answered for another web address, so we did not take its \
                 answer. Check the address at the top of your browser. If you came here through \
                 a link in a message, tell your administrator."
            }
            Refusal::Embedded => {
                "This page was shown inside another website, so we did not take your security \
                 key's answer. Open Keyward in a window of its own and try again."
            }
            Refusal::Expired => {
                "That was the answer to an earlier request. Try again and touch your security \
                 key when it flashes."
            }
            Refusal::NoTouch => {
                "Your security key was not touched. Try again and touch it when it flashes."
            }
            Refusal::NotAdmitted(NotAdmitted::Kind(_)) => {
                "Your user group does not let this kind of key elevate your access. Use another \
                 of your keys, or ask your administrator which kind you need."
            }
            Refusal::NotAdmitted(NotAdmitted::Model) => {
                "Your school has not approved this model of security key. Use another of your \
                 keys, or ask your administrator for one that is approved."
            }
            Refusal::TooFewKeys => {
                "Your user group asks everybody to hold more than one key, and the time to link \
                 another is over. Link another key under Account Settings, Security Keys; then \
                 elevate your access."
            }
            Refusal::NotForSignIn => {
                "Your user group does not let you sign in with a passkey alone. Sign in with your \
                 email address and password; your passkey can elevate your access after that."
            }
            Refusal::PinMissing | Refusal::NotAdmitted(NotAdmitted::Pin) => {
                "Your user group asks for your security key's PIN as well as a touch. Try again \
                 and enter the PIN when your browser asks for it. A key that has no PIN cannot be \
                 used: ask your administrator for one that has."
            }
            Refusal::AnotherPerson => {
                "This security key was set up for another account. Use the key that you set up \
                 for yours."
            }
            Refusal::NotLinked => {
                "This security key is not linked to your account. Use a key that you set up \
                 yourself, or link this one under Account Settings, Security Keys."
            }
            Refusal::AlreadyLinked => "This key is already linked to your account",
            // It tells nobody whose: the name of a key is random, and whoever could ask about
            // it has read it from the key.
            Refusal::LinkedToAnother => {
                "This key is already linked to another account. Everybody sets up a key of their \
                 own: use one that nobody else uses."
            }
            Refusal::IdTooLong | Refusal::UnsupportedKey | Refusal::UnsupportedProof => {
                "Keyward cannot work with this kind of security key. Use a U2F or FIDO2 key."
            }
            Refusal::NotVouchedFor => {
                "Your user group asks for a model of security key that your school has approved, \
                 and this key was not shown to be one. If your browser asked whether to show the \
                 key's make and model, try again and allow it. Otherwise ask your administrator \
                 which key to use."
            }
            Refusal::BadProof => {
                "Your security key's answer could not be checked, so it was not linked to your \
                 account. Try again. If it happens again, use another key."
            }
            Refusal::Synced | Refusal::NotAdmitted(NotAdmitted::Synced) => {
                "This is a passkey that can be copied to other devices through a cloud account. \
                 Your school lets in only what stays on one device: use a security key that you \
                 can hold in your hand, or a passkey that is kept on this device alone."
            }
            Refusal::BadSignature => {
                "Your security key's answer could not be checked, so we did not take it. Try \
                 again. If it happens again, tell your administrator."
            }
            Refusal::Changed => {
                "Your security key no longer describes itself as it did when you set it up, so \
                 we did not take its answer. Use another key and tell your administrator."
            }
            Refusal::CounterWentBack { .. } => {
                "There may be a copy of your security key, so we have suspended it. Use another \
                 key and speak to your administrator."
            }
            Refusal::Overtaken => {
                "Your security key was used twice at the same time. Touch it once more."
            }
            Refusal::WrongCode => {
                "That code is not right. Check that it is the code for Keyward, then enter a new \
                 one."
            }
            Refusal::CodeUsed => {
                "That code was used already: each one works once. Wait until your app shows the \
                 next one, press your USB key again, or take another from your printed sheet."
            }
            Refusal::Wait(_) => {
                "Too many codes were wrong, so none is taken for now. Ask your administrator, who \
                 can let you try again."
            }
            Refusal::KeyNeeded => "A recovery code is not enough for this. Use one of your keys.",
            Refusal::Ours(_) => {
                "Something went wrong on our side and your security key was not checked. Try \
                 again. If it happens again, tell your administrator."
            }
        }
    }
}

impl fmt::Display for Refusal {
    /// The code, and what may be logged beside it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Unreadable(part) | Refusal::Ours(part) => {
                write!(f, "{}: {part}", self.code())
            }
            other => f.write_str(other.code()),
        }
    }
}

impl std::error::Error for Refusal {}
