//! The words that a school chooses from when it acts on a concern. Each is kept by a short name,
//! so that its wording can be mended.

use serde::{Deserialize, Serialize};

use crate::layout::Choice;

/// Makes an enum of terms: the name that is kept, and the words that a person reads.
macro_rules! terms {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident = $kept:literal, $words:literal;)+ })+) => { $(
        $(#[$doc])*
        #[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub(super) enum $name {
            $(#[serde(rename = $kept)] $variant),+
        }

        impl $name {
            /// Every one, in the order in which pages show them.
            pub(super) const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As forms and the database name it.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $kept),+ }
            }

            /// As a person reads it.
            pub(super) const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words),+ }
            }

            /// The one of this name.
            pub(super) fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|term| term.name() == name)
            }
        }
    )+ };
}

/// Makes terms something to choose from.
macro_rules! choices {
    ($($name:ident)+) => { $(
        impl $name {
            /// All of them to choose from.
            pub(super) fn choices() -> Vec<Choice> {
                let all = Self::ALL.iter();
                all.map(|term| Choice::new(term.name(), term.words())).collect()
            }
        }
    )+ };
}

choices! { ActionSort End Whom Means Reached Threshold Considered Referral Outcome }

impl Significance {
    /// What choosing it means.
    pub(super) const fn meaning(self) -> &'static str {
        match self {
            Self::Usual => {
                "Part of the child’s record. When several of these about one child come within \
                 four weeks, they are shown as a pattern."
            }
            Self::Significant => {
                "A turning point or a serious event, such as a disclosure, an injury or a \
                 referral. It is marked in the chronology, which can be limited to these."
            }
        }
    }

    /// Both to choose from, each with what it means.
    pub(super) fn choices() -> Vec<Choice> {
        let choice = |one: &Self| Choice::new(one.name(), one.words()).hint(one.meaning());
        Self::ALL.iter().map(choice).collect()
    }
}

impl Considered {
    /// Whether it hands the child's case to somebody outside the school.
    pub(super) const fn is_referral(self) -> bool {
        match self {
            Self::SocialCare | Self::Police | Self::Lado | Self::Health | Self::Prevent => true,
            Self::NoAction
            | Self::Monitor
            | Self::Support
            | Self::TalkHome
            | Self::EarlyHelp
            | Self::Other => false,
        }
    }
}

terms! {
    /// Where a concern stands.
    Status {
        New = "new", "New";
        Open = "open", "Open";
        Closed = "closed", "Closed";
    }

    /// How much a concern weighs in a child's chronology.
    Significance {
        Usual = "usual", "Usual";
        Significant = "significant", "Significant";
    }

    /// What kind of thing is to be done.
    ActionSort {
        TalkToChild = "talk_to_child", "Talk to the child";
        ContactHome = "contact_home", "Contact home";
        ContactAgency = "contact_agency", "Contact an agency";
        Refer = "refer", "Make a referral";
        Monitor = "monitor", "Monitor";
        Support = "support", "Arrange support in school";
        Meeting = "meeting", "Hold a meeting";
        Records = "records", "Check records";
        Other = "other", "Something else";
    }

    /// How an action ended.
    End {
        Done = "done", "It is done";
        Cancelled = "cancelled", "It is cancelled";
    }

    /// With whom there was contact.
    Whom {
        Parent = "parent", "Parent or carer";
        Child = "child", "The child";
        SocialWorker = "social_worker", "Social worker or children’s social care";
        Police = "police", "Police";
        Health = "health", "Health";
        School = "school", "School or college";
        Other = "other", "Somebody else";
    }

    /// By which means.
    Means {
        Telephone = "telephone", "By telephone";
        InPerson = "in_person", "In person";
        Email = "email", "By email";
        Letter = "letter", "By letter";
        Video = "video", "By video";
    }

    /// Whether they were reached.
    Reached {
        Yes = "yes", "Yes";
        No = "no", "No: a message was left, or nobody answered";
        They = "they", "They contacted us";
    }

    /// Which level of need a decision found (Working Together to Safeguard Children).
    Threshold {
        Universal = "universal", "Universal: what every child is offered";
        EarlyHelp = "early_help", "Early help: targeted support";
        ChildInNeed = "child_in_need", "Child in need (section 17, Children Act 1989)";
        SignificantHarm = "significant_harm", "Significant harm, or its likelihood (section 47, Children Act 1989)";
        NotKnown = "not_known", "Not yet known";
    }

    /// What was considered before a decision.
    Considered {
        NoAction = "no_action", "No further action";
        Monitor = "monitor", "Monitor and review";
        Support = "support", "Support in school";
        TalkHome = "talk_home", "Talk with parents or carers";
        EarlyHelp = "early_help", "Early help";
        SocialCare = "social_care", "Refer to children’s social care";
        Police = "police", "Report to the police";
        Lado = "lado", "Report to the local authority designated officer (LADO)";
        Health = "health", "Refer to health, such as CAMHS";
        Prevent = "prevent", "Refer to Prevent";
        Other = "other", "Something else";
    }

    /// Whether a referral that was considered was made.
    Referral {
        Made = "made", "It was made";
        NotMade = "not_made", "It was not made";
    }

    /// How a concern ended.
    Outcome {
        NoAction = "no_action", "No further action needed";
        Support = "support", "Support in school";
        EarlyHelp = "early_help", "Early help";
        SocialCare = "social_care", "Referred to children’s social care";
        Police = "police", "Referred to the police";
        Lado = "lado", "Referred to the local authority designated officer (LADO)";
        OtherAgency = "other_agency", "Referred to another agency";
        NewSchool = "new_school", "Passed to the child’s new school";
        Unfounded = "unfounded", "Unfounded";
        Other = "other", "Another outcome";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_is_found_by_its_name_and_kept_by_it() {
        for term in Outcome::ALL {
            assert_eq!(Outcome::named(term.name()), Some(*term));
            let kept = serde_json::to_string(term).unwrap();
            assert_eq!(kept, format!("\"{}\"", term.name()));
        }
        assert_eq!(Outcome::named("Unfounded"), None);
        assert_eq!(Threshold::choices().len(), Threshold::ALL.len());
    }
}
