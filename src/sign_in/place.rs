//! Where somebody is, as far as a person can recognise it: the browser and system that they use,
//! and the network that they come from.

use super::attempts::network;
use crate::cx::Visit;

/// A browser on a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Such as "Firefox on Windows".
    pub device: String,
    /// Such as `192.0.2.7`; of an IPv6 address the customer's whole network.
    pub network: String,
}

impl Place {
    /// Where this request comes from.
    pub fn of(visit: &Visit) -> Self {
        Self {
            device: visit.device.clone(),
            network: network(visit.address),
        }
    }
}
