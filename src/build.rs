//! Tells cargo that the embedded folders are part of the program: without this, a new tree file would not be noticed.

fn main() {
    println!("cargo:rerun-if-changed=src/build.rs");
    println!("cargo:rerun-if-changed=trees");
    println!("cargo:rerun-if-changed=assets");
}
