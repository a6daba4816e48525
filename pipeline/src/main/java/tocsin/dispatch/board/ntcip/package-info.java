/// Display boards that speak NTCIP 1203 over SNMP, with SNMP4J.
///
/// In: what a board shall show. Out: SNMPv2c requests, each with an end, and what reading back proves. Kept: nothing; a
/// board is read before it is written to, and is left alone where it already shows what it shall. A board shows the
/// message of the highest priority only, and never longer than the message is true: its duration ends it, and losing
/// the connection or the power for long makes the board dark. What somebody else put on a board is replaced by
/// something graver and never merely cleared away.
///
/// The dialogue, the enumerations, the object numbers, the check sum and the activation code are those open
/// implementations of the standard agree on. From general knowledge, and not tried on a maker's board, are: the doubling
/// of literal brackets, page times in tenths of a second, `[jl3]` for the centre, that a priority below the running
/// message's is refused, that the time remaining can be set, and that the current buffer names the owner of what is
/// shown.
@NullMarked
package tocsin.dispatch.board.ntcip;

import org.jspecify.annotations.NullMarked;
