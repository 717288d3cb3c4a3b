//! Of a list, the cue that stands in a mention's own item says how that one stands: "no flow, likely an abscess", "h/o IVDU, concern for endocarditis" (parts.py).
const std = @import("std");
const t = @import("types.zig");
const Found = @import("scopes.zig").Found;

const ahead = 8; // tokens after a mention in which "or" shows that it stands in a list
const year = 4; // its digits

/// Take out the cues that turn only an item before the mention at tokens first…last. end: of the sentence.
pub fn leave(text: t.Tokens, found: *Found, first: u32, last: u32, end: u32) void {
    const list = text.list;
    const doubt = found.get(.doubt);
    const after = found.get(.unlikely_after) orelse found.get(.doubt_after); // "no murmur, endocarditis unlikely"
    const past = found.get(.past);
    const sure = found.get(.sure);
    const current = found.get(.current);
    const queried = if (after) |a| last <= a.first and a.first <= last + 1 else false;
    const phrase = if (after) |a| a.last > a.first + 1 and a.first >= last else false;
    const listed = for (list[last..@max(@min(last + ahead, end), last)]) |token| {
        if (token.flags.either) break true;
    } else false;
    inline for (.{ .deny, .not, .past, .over }) |kind| if (found.get(kind)) |cue| if (cue.first < first) {
        const whole = kind == .past; // a past may hold what it is told of: "old cellulitis and ?osteomyelitis"
        const own = hasOwn(list, cue, doubt, whole) or (!listed and hasOwn(list, cue, sure, whole));
        const asked = queried and isParted(list, cue.last, first); // "no fever, abscess suspected"
        const far = kind == .deny and phrase and cue.last < first and t.holds(list, ",", cue.last, first);
        if (own or asked or far) found.has.remove(kind); // "no murmur, and endocarditis remains to be looked for"
    };
    const active = if (current) |c| (if (list[c.first].flags.ongoing) current else null) else null;
    inline for (.{ .{ .planned, .{ past, active, sure } }, .{ .doubt, .{ active, sure } }, .{ .current, .{past} } }) |pair| {
        if (found.get(pair[0])) |cue| { // "monitor for sepsis, prior DVT", "?cellulitis, known HCV", "active HCV, s/p DVT"
            const own = inline for (pair[1]) |near| {
                if (hasOwn(list, cue, near, false)) break true;
            } else false;
            if (own) found.has.remove(pair[0]);
        }
    }
    if (doubt != null or sure != null) inline for (.{ .past_after, .resolved_after }) |kind| {
        if (found.get(kind)) |cue| if (isOfNext(list, last, cue.first)) found.has.remove(kind); // "?HCV - endocarditis (2016)"
    };
    const over = found.get(.past_after) orelse return;
    if (over.first > last + 1 or !isDated(text, over)) return;
    inline for (.{ .deny, .planned, .@"if" }) |kind| if (found.get(kind)) |cue| { // "no fever, DVT in 2015"
        if (cue.first < first and isParted(list, cue.last, first)) found.has.remove(kind);
    };
}

/// Whether a mention has a nearer cue in its own item. whole: the far cue may hold what it turns.
fn hasOwn(list: []const t.Token, far: t.Cue, near: ?t.Cue, whole: bool) bool {
    return isParted(list, if (whole) far.last - 1 else far.last, (near orelse return false).first + 1);
}

/// Whether something stands between two tokens, and after it a new item begins.
fn isParted(list: []const t.Token, start: u32, end: u32) bool {
    if (start + 1 >= end) return false;
    for (list[start + 1 .. end]) |token| if (isPart(token) or token.flags.parting) return true;
    return false;
}

/// Whether another item stands between a mention and a token after it.
fn isOfNext(list: []const t.Token, last: u32, at: u32) bool {
    var parted = false;
    if (last < at) for (list[last..at]) |token| {
        if (parted and token.isWord()) return true;
        parted = parted or isPart(token);
    };
    return false;
}

fn isPart(token: t.Token) bool {
    return token.in(",;-/") or token.flags.joins;
}

fn isDated(text: t.Tokens, cue: t.Cue) bool {
    for (cue.first..cue.last) |n| {
        if (!text.list[n].isNumber() or text.list[n].len != year) continue;
        for (text.word(n)) |letter| {
            if (!std.ascii.isDigit(letter)) break;
        } else return true;
    }
    return false;
}
