//! Who is who where a text names people by what they are to each other: donor and recipient, index case and contact, patient A and patient B, "brother (this chart)" (roles.py).
//! In the notes of a midwife the patient is "mother", and the baby is somebody else.
const std = @import("std");
const t = @import("types.zig");
const narrator = @import("narrator.zig");
const Reader = @import("reader.zig").Reader;

const opening = 8; // tokens in which a note says what its patient received
const of_hers = 4; // tokens after "mother" in which a word tells of her as of another: "mother had a postpartum DVT"
const labels = "abcd1234"; // of several patients: "Pt A", "Pt 2"

/// The patient, somebody else, or nobody of whom a word says so.
pub const Role = enum { none, own, other, baby };

/// Whom each word of a text means.
pub const Roles = struct {
    giver: Role = .none, // donor
    taker: Role = .none, // recipient
    index: Role = .none,
    label: u8 = 0, // the patient's, where several patients have one
    kin: []const u8 = "", // the relative whose chart it is
    maternal: bool = false, // it is of a mother, and of her baby beside her

    /// The roles of a text.
    pub fn init(by: *const Reader, found: t.Tokens) Roles {
        var roles = Roles{ .label = labelOf(found), .kin = kinOf(by, found) };
        var indexed = false;
        var traced = false;
        var given = false;
        var maternal = false;
        for (found.list, 0..) |token, n| {
            indexed = indexed or token.flags.index;
            traced = traced or token.flags.traced;
            maternal = maternal or (token.flags.maternal and !isHers(found.list[n -| of_hers..n]));
            given = given or narrator.bare(by, found, n).giver;
        }
        if (given) roles.giver = giverOf(found);
        roles.taker = switch (roles.giver) {
            .own => .other,
            .other => .own,
            else => .none,
        };
        if (indexed and traced) roles.index = .other;
        roles.maternal = maternal and isOfMother(found);
        return roles;
    }

    /// Whether any word of the text may mean somebody.
    pub fn any(roles: *const Roles) bool {
        return roles.giver != .none or roles.index != .none or roles.label != 0 or roles.kin.len > 0 or roles.maternal;
    }

    /// Whom a token names.
    pub fn of(roles: *const Roles, by: *const Reader, found: t.Tokens, n: usize) Role {
        if (!roles.any()) return .none;
        const word = narrator.bare(by, found, n);
        const after: ?t.Token = if (n + 1 < found.list.len) found.list[n + 1] else null;
        if (roles.label != 0 and word.patient) if (labelAt(found, n + 1)) |label| return if (label == roles.label) .own else .other;
        if (word.taker) return roles.taker;
        if (word.giver or word.index) {
            if (after) |next| if (next.flags.of_things) return .none; // "donor site", "index finger"
            return if (word.giver) roles.giver else roles.index;
        }
        if (roles.maternal and word.newborn) return .baby;
        if (roles.maternal and word.mother) {
            if (n == 0) return .own;
            const before = found.list[n - 1];
            const owned = before.flags.third or before.flags.mine or narrator.bare(by, found, n - 1).patient;
            return if (owned) .none else .own;
        }
        return if (roles.kin.len > 0 and std.mem.eql(u8, withoutOwner(found.word(n)), roles.kin)) .own else .none;
    }
};

fn isHers(before: []const t.Token) bool {
    for (before) |token| if (token.flags.mother) return true;
    return false;
}

/// Whether a note begins with a mother, or with nobody, and not with her baby.
fn isOfMother(found: t.Tokens) bool {
    for (found.list[0..@min(opening, found.list.len)]) |token| {
        if (token.flags.newborn or token.flags.nursery) return false;
        if (token.flags.mother) return true;
    }
    return true;
}

fn withoutOwner(word: []const u8) []const u8 {
    return if (std.mem.endsWith(u8, word, "'s")) word[0 .. word.len - 2] else word;
}

/// The label that a token is.
fn labelAt(found: t.Tokens, n: usize) ?u8 {
    if (n >= found.list.len or found.list[n].len != 1) return null;
    const sign = found.word(n)[0];
    return if (std.mem.indexOfScalar(u8, labels, sign) != null) sign else null;
}

/// Whether a donor is the patient: "donor recalled", not "kidney recipient, day 9. Donor was ...".
fn giverOf(found: t.Tokens) Role {
    const list = found.list;
    for (list[0..@min(opening, list.len)]) |token| if (token.flags.receives) return .other;
    var receives = false;
    for (list, 0..) |token, n| {
        if (token.flags.gives or (token.flags.giver and n + 1 < list.len and (list[n + 1].flags.of_giver or (n > 0 and list[n - 1].flags.giving)))) return .own;
        receives = receives or token.flags.receives or token.flags.organs;
    }
    return if (receives) .other else .none;
}

/// The label of the patient of a note that tells of two: whom it says it is of, else the first.
fn labelOf(found: t.Tokens) u8 {
    const list = found.list;
    var first: u8 = 0;
    var several = false;
    for (0..list.len -| 2) |n| {
        if (!list[n].flags.patient) continue;
        const label = labelAt(found, n + 1) orelse continue;
        if (list[n + 1].isNumber() and list[n + 2].isWord()) continue;
        if (list[n + 2].sign == '(' and n + 3 < list.len and list[n + 3].id == .this) return label;
        if (first == 0) first = label;
        several = several or label != first;
    }
    return if (several) first else 0;
}

/// The relative who is the patient: "contacts: brother (this chart)".
fn kinOf(by: *const Reader, found: t.Tokens) []const u8 {
    const list = found.list;
    for (0..list.len -| 3) |n| {
        if (list[n + 1].sign != '(' or !(list[n + 2].flags.definite or list[n + 2].id == .the) or !list[n + 3].flags.charted) continue;
        if (narrator.bare(by, found, n).kin) return withoutOwner(found.word(n));
    }
    return "";
}
