//! Passwords as hashes: Argon2id (RFC 9106), 19 MiB, two passes, one lane (OWASP Password Storage
//! Cheat Sheet), so many at once and no more.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use keyward_web::Problem;
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// Hashes and checks passwords away from the threads that answer requests.
#[derive(Clone)]
pub struct Hasher {
    at_once: Arc<Semaphore>,
    cost: Params,
    /// What a password is checked against when there is no account, so that it takes as long.
    nobody: Arc<OnceLock<String>>,
}

impl Hasher {
    /// A hasher that does so many at once.
    pub fn new(at_once: usize) -> Self {
        Self::that_costs(at_once, Params::DEFAULT)
    }

    /// A hasher that costs next to nothing, for stories that sign in again and again.
    #[cfg(test)]
    pub fn quick(at_once: usize) -> Self {
        let least = Params::new(Params::MIN_M_COST, 1, 1, None);
        Self::that_costs(at_once, least.expect("the least there is"))
    }

    fn that_costs(at_once: usize, cost: Params) -> Self {
        Self {
            at_once: Arc::new(Semaphore::new(at_once)),
            cost,
            nobody: Arc::default(),
        }
    }

    /// The hash of a password, as a PHC string.
    ///
    /// # Errors
    /// A bug's page when the operating system fails us.
    pub async fn hash(&self, password: String) -> Result<String, Problem> {
        let password = Zeroizing::new(password);
        let cost = self.cost.clone();
        self.apart(move || hash(&password, cost))
            .await?
            .ok_or_else(|| Problem::bug("no hash was made"))
    }

    /// Whether this password has this hash. Without a hash it is never so, and takes as long.
    ///
    /// # Errors
    /// A bug's page when the operating system fails us.
    pub async fn matches(&self, password: String, hash: Option<String>) -> Result<bool, Problem> {
        let password = Zeroizing::new(password);
        let (cost, nobody) = (self.cost.clone(), Arc::clone(&self.nobody));
        self.apart(move || {
            let nobody = nobody.get_or_init(|| hash_of_nobody(cost));
            let found = is_hash_of(hash.as_deref().unwrap_or(nobody), &password);
            found && hash.is_some()
        })
        .await
    }

    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let _one_of_few = self.at_once.acquire().await.map_err(Problem::bug)?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(Problem::bug)
    }
}

fn hash_of_nobody(cost: Params) -> String {
    hash("nobody's password, which opens nothing", cost).unwrap_or_default()
}

fn hash(password: &str, cost: Params) -> Option<String> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, cost)
        .hash_password(password.as_bytes())
        .ok()
        .map(|hash| hash.to_string())
}

fn is_hash_of(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_alone() {
        let hasher = Hasher::new(1);
        let hash = hasher.hash("correct horse battery".into()).await.unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert!(
            hasher
                .matches("correct horse battery".into(), Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(
            !hasher
                .matches("correct horse batterx".into(), Some(hash))
                .await
                .unwrap()
        );
        let nobody = "nobody's password, which opens nothing".to_owned();
        assert!(!hasher.matches(nobody, None).await.unwrap());
    }
}
