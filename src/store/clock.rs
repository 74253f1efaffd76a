//! Which day it is.

use jiff::Zoned;
use jiff::civil::Date;

/// Today, where this machine is.
pub fn today() -> Date {
    Zoned::now().date()
}
