/// The runtime: settings become a running Tocsin, wired in a straight line in [tocsin.runtime.Tocsin].
///
/// In: settings. Out: a process that serves, and its teardown, last in first out. Kept: the data folder. A component that
/// is away is waited for and named in `/health/ready`; nothing stops for it that can go on.
@NullMarked
package tocsin.runtime;

import org.jspecify.annotations.NullMarked;
