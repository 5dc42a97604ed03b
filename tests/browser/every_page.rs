//! Every page that anybody can reach, looked at by axe-core at every width.

use thirtyfour::By;

use crate::drivers::Kind;
use crate::errands::{ACTS, CONCERN, ELEVATED, NOT_FOUND};
use crate::failure::{Failure, Outcome};
use crate::server::{Demo, Person};
use crate::virtual_key::VirtualKey;
use crate::visitor::Visitor;

const SEEN: &str = "What did you see and hear?";
const LOST_KEY: &str = "Lost your security key?";
const HEADINGS: &str = "UPN,Forename,Surname,Date of birth,Year group,Form\n";
const GOOD_ROW: &str = "B801200005001,Amy,Ash,1 May 2014,7,7B\n";
const BAD_ROW: &str = "A801200005001,,Bell,31/02/2014,14,8C\n";

/// A walk through pages; what is found on one does not hide what is found on the next.
struct Walk<'v> {
    visitor: &'v mut Visitor,
    found: Vec<Failure>,
    pages: u32,
}

/// Whatever the role: no page has a barrier that a machine can find, or scrolls sideways.
pub async fn every_page_passes_axe_at_both_widths(visitor: &mut Visitor) -> Outcome {
    visitor.comes_to(Demo::opens()?).await?;
    let mut walk = Walk {
        visitor,
        found: Vec::new(),
        pages: 0,
    };
    walk.as_nobody().await?;
    let concern = walk.as_a_teacher().await?;
    walk.as_a_lead(&concern).await?;
    walk.as_the_administrator().await?;
    walk.ends()
}

impl Walk<'_> {
    /// Looks at the page that is open, once it says these words.
    async fn sees(&mut self, name: &str, words: &str) -> Outcome {
        self.visitor.reads(words).await?;
        self.pages += 1;
        if let Err(failure) = self.visitor.meets_no_barrier_at_any_width().await {
            self.visitor.looks_at_width(1280).await?;
            self.found.push(failure);
        }
        // There are many; they are for whoever asks for pictures.
        if self.visitor.kind == Kind::Chromium && std::env::var_os("KEYWARD_SCREENSHOTS").is_some()
        {
            self.visitor.takes_pictures(&format!("page-{name}")).await?;
        }
        Ok(())
    }

    /// Goes to an address of the school and looks at it.
    async fn goes(&mut self, path: &str, words: &str) -> Outcome {
        self.visitor.types_the_address(path).await?;
        let name = path.trim_matches('/').replace('/', "-");
        self.sees(&name, words).await
    }

    /// Follows a link on the page and looks at where it leads.
    async fn follows(&mut self, link: &str, name: &str, words: &str) -> Outcome {
        self.visitor.opens(link).await?;
        self.sees(name, words).await
    }

    fn ends(self) -> Outcome {
        if self.found.is_empty() {
            return Ok(());
        }
        let found: Vec<String> = self.found.iter().map(ToString::to_string).collect();
        Err(format!("{} pages:\n{}", self.pages, found.join("\n")).into())
    }

    async fn as_nobody(&mut self) -> Outcome {
        let person = self.visitor.one_of("Staff")?;
        self.goes("/hawthorn-park", "Sign in").await?;
        self.visitor.types("Email address", "nobody").await?;
        self.visitor.presses("Sign in").await?;
        self.sees("sign-in-wrong", "There is a problem").await?;
        self.goes("/hawthorn-park/lost-key", LOST_KEY).await?;
        self.goes("/hawthorn-park/password-link", "Send the link")
            .await?;
        self.visitor.presses("Send the link").await?;
        self.sees("password-link-wrong", "There is a problem")
            .await?;
        self.visitor.types("Email address", &person.email).await?;
        self.visitor.presses("Send the link").await?;
        self.sees("password-link-sent", "Check your email").await?;
        self.visitor
            .follows_the_link_in_the_letter(&person.email, "Your Keyward password")
            .await?;
        self.sees("password", "Set your password").await?;
        self.visitor.presses("Set password").await?;
        self.sees("password-wrong", "There is a problem").await?;
        self.goes("/hawthorn-park/password/over", "does not work any more")
            .await?;
        self.goes("/demo/mailbox", "Mailbox").await?;
        self.goes("/no/such/page", NOT_FOUND).await
    }

    /// Signs in, links a key where there is one, and elevates.
    async fn signs_in_with_a_key(&mut self, person: &Person) -> Outcome {
        self.visitor.signs_in(person).await?;
        self.visitor.plugs_in(VirtualKey::u2f()).await?;
        self.visitor.links_a_first_key(person, "Blue key").await?;
        self.visitor.opens("Dashboard").await?;
        self.visitor.opens("Elevate Your Access").await?;
        self.sees(&format!("{}-elevation", person.group), "Insert your key")
            .await?;
        self.visitor.presses("Use your security key").await?;
        self.visitor.reads(ELEVATED).await
    }

    async fn as_a_teacher(&mut self) -> Outcome<String> {
        let teacher = self.visitor.one_of("Staff")?;
        self.visitor.signs_in(&teacher).await?;
        self.sees("dashboard-teacher", "Waiting for you").await?;
        self.goes("/concerns/new", "Log a concern").await?;
        self.visitor.presses("Log this concern").await?;
        self.sees("concerns-new-wrong", "There is a problem")
            .await?;
        self.visitor.types(SEEN, "Not sent yet.").await?;
        self.visitor.reads("Draft saved at").await?;
        self.visitor.opens("Dashboard").await?;
        self.sees("dashboard-draft", "Your drafts").await?;
        let removal = "//a[contains(@href, '/removal')]";
        let removal = self.visitor.address_at(removal).await?;
        self.visitor.types_the_address(&removal).await?;
        self.sees("draft-discard", "Discard your draft from")
            .await?;
        let files = removal.replace("/removal", "/documents");
        self.visitor.types_the_address(&files).await?;
        self.sees("draft-files", "Attach files").await?;
        self.visitor.opens("Dashboard").await?;
        let concern = self.visitor.logs(&CONCERN).await?;
        self.sees("dashboard-logged", "Your concern is logged.")
            .await?;
        self.goes("/concerns", "Concerns I logged").await?;
        self.visitor.types_the_address(&concern).await?;
        self.visitor.presses("Add an amendment").await?;
        self.sees("concern-teacher", "There is a problem").await?;
        self.visitor.types("Add an amendment", "Told home.").await?;
        self.visitor.presses("Add an amendment").await?;
        self.sees("concern-amended", "Your amendment stands beside")
            .await?;
        self.follows("Attach files", "concern-files", "Attach files")
            .await?;
        self.goes("/account", "Your details").await?;
        self.goes("/account/sessions", "Where you are signed in")
            .await?;
        self.goes("/account/password", "Change your password")
            .await?;
        self.visitor.presses("Change password").await?;
        self.sees("account-password-wrong", "There is a problem")
            .await?;
        self.goes("/elevation", "You need a security key").await?;
        self.goes("/pupils", NOT_FOUND).await?;
        self.visitor.opens("Go to your dashboard").await?;
        self.visitor.signs_out().await?;
        Ok(concern)
    }

    async fn as_a_lead(&mut self, concern: &str) -> Outcome {
        let lead = self.visitor.one_of("DSL")?;
        self.visitor.signs_in(&lead).await?;
        self.sees("dashboard-lead", "Waiting for you").await?;
        self.visitor.opens_security_keys().await?;
        self.sees("security-keys-none", "You have not linked")
            .await?;
        self.visitor.opens_the_registration().await?;
        self.sees("security-keys-dialog", "Device Name").await?;
        self.visitor.presses("Cancel").await?;
        self.signs_in_with_a_key_again(&lead).await?;
        self.sees("dashboard-elevated", "Other unread concerns")
            .await?;
        self.goes("/inbox", "Select all on this page").await?;
        self.visitor.chooses("Select all on this page").await?;
        self.visitor.presses("Assign selected").await?;
        self.sees("inbox-wrong", "There is a problem").await?;
        self.goes("/settings", "What a concern can be about")
            .await?;
        self.goes("/alert-groups", "There is no alert group yet")
            .await?;
        self.goes("/alert-groups/new", "Who is in it").await?;
        self.visitor.presses("Save alert group").await?;
        self.sees("alert-groups-wrong", "There is a problem")
            .await?;
        self.goes("/alerts/line", "Nobody is in the line.").await?;
        self.goes("/school/absences", "Add an absence").await?;
        self.visitor.presses("Save absence").await?;
        self.sees("absences-wrong", "There is a problem").await?;
        self.goes("/school/calendar", "Hours in term time").await?;
        self.visitor.types("Name", "Christmas").await?;
        self.visitor.presses("Save calendar").await?;
        self.sees("calendar-wrong", "There is a problem").await?;
        self.goes("/elevation", "Elevated access is on").await?;
        self.goes("/search", "Narrow it down").await?;
        self.goes("/planner", "Calendar feed").await?;
        self.goes("/patterns", "What repeats in the records")
            .await?;
        self.goes("/pupils", "Pupils").await?;
        self.follows("Adeyemi, Temi", "pupil", "Date of birth")
            .await?;
        self.goes_through_the_file().await?;
        self.goes("/pupils", "Pupils").await?;
        self.follows("Adeyemi, Temi", "pupil-again", "Date of birth")
            .await?;
        self.follows(
            "Who sees this file, and why",
            "sight-of-file",
            "you are one of them",
        )
        .await?;
        self.visitor.opens("The pupil’s file").await?;
        self.follows(
            "Who must not see it",
            "exclusions-none",
            "Nobody is excluded",
        )
        .await?;
        self.visitor.presses("Exclude them now").await?;
        self.sees("exclusions-wrong", "There is a problem").await?;
        self.visitor.chooses("Oliver Bennett, Staff").await?;
        self.visitor.types("Reason", "A relative.").await?;
        self.visitor.presses("Exclude them now").await?;
        self.sees("exclusions-made", "cannot see this file").await?;
        self.visitor
            .opens("End exclusion of Oliver Bennett")
            .await?;
        self.sees("exclusion-ending", "Both reasons stay").await?;
        self.goes("/sight", "Who sees what").await?;
        self.visitor.presses("Check access").await?;
        self.sees("sight-wrong", "There is a problem").await?;
        self.goes("/view-as", "never more than either").await?;
        self.visitor.types_the_address(concern).await?;
        self.sees("concern-lead", CONCERN.seen_and_heard).await?;
        self.goes(&format!("{concern}/marks/new"), "When were they seen?")
            .await?;
        self.goes_through_the_acts(concern).await?;
        self.goes("/categories", "Add a category").await?;
        self.follows("Attendance", "category", "Retire this category")
            .await?;
        self.goes("/categories/new", "Save category").await?;
        self.visitor.presses("Save category").await?;
        self.sees("categories-new-wrong", "There is a problem")
            .await?;
        self.visitor.opens_security_keys().await?;
        self.sees("security-keys", "Have you got a spare?").await?;
        self.follows("Rename Blue key", "rename", "Rename a security key")
            .await?;
        self.visitor.types("Device Name", "").await?;
        self.visitor.presses("Save").await?;
        self.sees("rename-wrong", "There is a problem").await?;
        self.visitor.opens_security_keys().await?;
        self.follows("Remove Blue key", "removal", "This is your last key")
            .await?;
        self.goes("/account/security-keys/browsers", "Use another browser")
            .await?;
        self.visitor.signs_out().await?;
        self.visitor.gives_password(&lead).await?;
        self.sees("sign-in-key", "Continue without a key").await?;
        self.visitor.presses("Continue without a key").await?;
        self.sees("dashboard-not-elevated", "Elevate Your Access")
            .await?;
        self.goes("/pupils", NOT_FOUND).await?;
        self.visitor.opens("Go to your dashboard").await?;
        self.visitor.signs_out().await
    }

    /// Looks at the pages of the file that is open.
    async fn goes_through_the_file(&mut self) -> Outcome {
        let file = self.visitor.path().await?;
        for (page, words) in [
            ("/body-map", "No marks"),
            ("/flags", "There is no flag"),
            ("/flags/new", "Since which day?"),
            ("/contacts", "No parent or carer is recorded"),
            ("/contacts/new?side=family", "Parental responsibility"),
            ("/contacts/new?side=professional", "Agency"),
            ("/family", "Family at this school"),
            ("/family/new", "How are they related?"),
            ("/chronology", "Show these"),
            ("/chronology/family", "Chronology of one child"),
            ("/chronology/document", "Confidential"),
        ] {
            self.visitor
                .types_the_address(&format!("{file}{page}"))
                .await?;
            let name = page.trim_matches('/').replace(['/', '?', '='], "-");
            self.sees(&format!("pupil-{name}"), words).await?;
        }
        Ok(())
    }

    /// Looks at the page of each act on a concern, as it is first shown.
    async fn goes_through_the_acts(&mut self, concern: &str) -> Outcome {
        for (act, words) in ACTS {
            self.visitor
                .types_the_address(&format!("{concern}/{act}"))
                .await?;
            self.sees(&format!("case-{act}"), words).await?;
        }
        Ok(())
    }

    async fn signs_in_with_a_key_again(&mut self, person: &Person) -> Outcome {
        self.visitor.opens("Dashboard").await?;
        self.visitor.signs_out().await?;
        self.signs_in_with_a_key(person).await
    }

    async fn as_the_administrator(&mut self) -> Outcome {
        let administrator = self.visitor.one_of("Administrator")?;
        self.signs_in_with_a_key(&administrator).await?;
        self.sees("dashboard-administrator", "Dashboard").await?;
        self.goes("/people/waiting", "Nobody waits now").await?;
        self.goes("/people", "Invite somebody").await?;
        self.visitor.opens("Amira Khan").await?;
        self.follows(
            "See where they are signed in",
            "person-sessions",
            "Where Amira Khan is signed in",
        )
        .await?;
        self.goes("/people", "Invite somebody").await?;
        self.follows("Siân Llewellyn", "person", "End this account")
            .await?;
        self.follows(
            "See whether they are excluded from files",
            "person-exclusions",
            "Excluded from",
        )
        .await?;
        self.visitor.opens("Siân Llewellyn").await?;
        self.visitor.presses("End this account").await?;
        self.sees("person-ending", "End the account of").await?;
        self.goes("/people/invitations/new", "Invite somebody")
            .await?;
        self.visitor.presses("Invite").await?;
        self.sees("people-invitations-wrong", "There is a problem")
            .await?;
        self.goes("/groups", "User groups").await?;
        self.follows("DSL", "group", "What its people may do")
            .await?;
        self.goes("/groups/new", "What its people may do").await?;
        self.visitor.presses("Save user group").await?;
        self.sees("groups-new-wrong", "There is a problem").await?;
        self.goes("/approvals", "Nothing waits for your approval")
            .await?;
        self.goes("/break-glass", "Print a new code").await?;
        self.goes("/account/lost-key", LOST_KEY).await?;
        self.goes("/settings", "User groups").await?;
        self.goes("/school", "Whom to ask for help").await?;
        self.goes("/pupils/imports/new", "Check this file").await?;
        self.imports("", "imports-empty", "There is a problem")
            .await?;
        let wrong = format!("{HEADINGS}{BAD_ROW}");
        self.imports(&wrong, "imports-wrong", "What to put right")
            .await?;
        let good = format!("{HEADINGS}{GOOD_ROW}");
        self.imports(&good, "imports-check", "Check this import")
            .await?;
        self.goes("/audit", "newest first").await?;
        self.visitor.presses("Verify now").await?;
        self.sees("audit-verification", "The audit log is whole")
            .await
    }

    /// Chooses a file of pupils, sends it to be checked, and looks at the page that answers.
    async fn imports(&mut self, rows: &str, name: &str, words: &str) -> Outcome {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("pupils.csv");
        std::fs::write(&file, rows)?;
        let field = self
            .visitor
            .driver
            .find(By::Css("input[type=file]"))
            .await?;
        field.send_keys(file.to_string_lossy().as_ref()).await?;
        self.visitor.presses("Check this file").await?;
        // The browser may still be reading the file until the answer is there.
        self.sees(name, words).await?;
        Ok(folder.close()?)
    }
}
