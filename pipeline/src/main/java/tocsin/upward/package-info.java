/// Upward (专报): what a desk reports to its superior about an incident, from the incident's own facts.
///
/// In: an incident as its desk keeps it, the pack, the directory, the time. Out: a special report to be read, completed
/// and signed; whether it may be signed; and the same as a CAP document. Nothing is kept, and nothing is said that no
/// report, order or record says: what is not known is called not verified yet (待核实).
@NullMarked
package tocsin.upward;

import org.jspecify.annotations.NullMarked;
