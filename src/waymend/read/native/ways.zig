//! From the ways in which a mention is turned to its status (Python: ways.py).
const std = @import("std");
const t = @import("types.zig");

const few = 4; // tokens between a relapse and when it was

/// Whether neither of two mentions is denied, doubted or planned unless both are: not "?sepsis + DVT in 2015".
pub fn alike(one: t.Turned, other: t.Turned) bool {
    return (one.negated == null) == (other.negated == null) and (one.possible == null) == (other.possible == null) and (one.planned == null) == (other.planned == null);
}

/// A name that holds its own cue: "never injected", "former IVDU", "if temps".
pub fn withOwn(way: *t.Turned, cues: []const t.Cue, hit: t.Hit) void {
    for (cues) |cue| {
        if (cue.first != hit.first or cue.last >= hit.last) continue;
        switch (cue.kind) {
            .deny => way.negated = cue,
            .past => { // "now abscess, prior endocarditis"
                way.historical = cue;
                if (way.current) |now| if (now.first <= hit.first) {
                    way.current = null;
                };
            },
            .doubt => way.possible = cue,
            .@"if", .planned => way.planned = cue,
            .on => if (way.historical == null) {
                way.current = cue;
            } else continue,
            .current => { // "remote history of heroin use, chronic hepatitis C"
                way.historical = null;
                way.current = cue;
            },
            else => continue,
        }
        return;
    }
}

/// What tells by itself that it is over: "stopped injecting", "off needles".
pub fn withOver(way: *t.Turned, cues: []const t.Cue, hit: t.Hit) void {
    for (cues) |cue| if (cue.kind == .over and cue.first == hit.first and cue.last < hit.last) {
        way.historical = cue;
        return;
    };
}

/// "Scars suggestive of skin popping": a doubt that stands inside of a name.
pub fn doubtedWithin(way: *t.Turned, cues: []const t.Cue, hit: t.Hit) void {
    if (way.possible != null) return;
    for (cues) |cue| if (cue.kind == .doubt and hit.first < cue.first and cue.last <= hit.last) {
        way.possible = cue;
        return;
    };
}

/// Drugs and injecting: use that is over, or goes on, by when it was.
pub fn ofUse(way: *t.Turned, found: t.Tokens, injecting: bool) void {
    if (way.quit) |cue| if (found.list[cue.first].timed.used and isRelapse(found, cue.first -| few, cue.first)) {
        way.historical = null;
        way.current = cue; // "lapsed back to injecting 3 months ago"
    } else if (!injecting and found.list[cue.last - 1].timed.smoked) {
        way.historical = null;
        way.current = cue; // "IV heroin, now only smokes": the drug goes on
    } else if (injecting or !isOfAShot(found, cue.first, cue.last)) {
        way.historical = cue;
        way.current = null;
        // "No injecting since Buvidal", "denies current IVDU (last 2019)".
        if (way.negated) |no| if ((cue.first <= no.first and no.first < cue.last) or isOfNow(found, no.first, cue.first)) {
            way.negated = null;
        };
    };
    if (way.using) |cue| way.current = cue;
    if (way.since) |cue| if (way.negated) |no| if (!forEver(found, no, cue.first)) { // "no IVDU since July"
        way.negated = null;
        way.historical = cue;
    };
}

/// Whether a denial is for ever, so that a time after its comma is of something else: "never injected, scared of needles since school".
pub fn forEver(found: t.Tokens, denied: t.Cue, at: u32) bool {
    const said = for (found.list[denied.first..denied.last]) |token| {
        if (token.timed.ever) break true;
    } else return false;
    if (denied.last < at) for (found.list[denied.last..at]) |token| if (token.sign == ',') return said;
    return false;
}

fn isRelapse(found: t.Tokens, first: u32, last: u32) bool {
    for (found.list[first..last]) |token| if (token.timed.relapsed) return true;
    return false;
}

/// "H/o IVDU, injects daily": what is told in the present goes on. first, last: the mention and the word before it.
pub fn ofDoing(way: *t.Turned, found: t.Tokens, first: u32, last: u32) void {
    for (found.list[first..last]) |token| {
        if (token.timed.does) break;
    } else return;
    if (way.historical) |over| if (over.kind == .past) {
        way.historical = null;
    };
    if (way.planned) |planned| if (planned.kind == .planned or planned.kind == .planned_after) {
        way.planned = null; // "risk of reinfection discussed as still injecting"
    };
}

/// "Smokes meth, last injected 2022": the injecting is over, the drug is not.
pub fn isOfAShot(found: t.Tokens, first: u32, last: u32) bool {
    for (found.list[first..last]) |token| if (token.timed.shots) return true;
    return false;
}

/// Whether a denial is only of now.
pub fn isOfNow(found: t.Tokens, first: u32, last: u32) bool {
    if (first >= last) return false;
    for (found.list[first..last]) |token| if (token.timed.presently) return true;
    return false;
}

/// As which a hint tells nothing.
pub fn isUnsure(status: t.Status) bool {
    return status == .absent or status == .possible or status == .planned;
}

/// What one is on goes on, though a "no" or "hx of" stands farther before it ("sober from fentanyl on Suboxone"). being: "being on" it.
pub fn goingOn(way: *t.Turned, found: t.Tokens, first: u32, being: bool) void {
    if (way.historical) |cue| if (cue.last + @intFromBool(being) < first or cue.kind == .old) {
        way.historical = null;
    };
    if (way.negated) |cue| if (cue.last + 1 < first) {
        way.negated = null;
    };
    if (first == 0 or found.list[first - 1].sign != ',') return;
    if (way.possible) |cue| if (cue.last < first) { // "unsure of the dose, on methadone"
        way.possible = null;
    };
    if (way.offer) |cue| if (cue.last < first) {
        way.offer = null;
    };
    if (way.planned) |cue| if (cue.kind == .planned and cue.last < first) {
        way.planned = null;
    };
}

/// A test that is asked for, or declined, says nothing of its result.
pub fn ordered(way: *t.Turned) void {
    if (way.negated) |cue| if (t.isAfter(cue.kind)) return;
    way.planned = way.planned orelse way.tests;
    way.negated = null;
}

/// A treatment that is asked for, or is to begin, is planned; one that goes on is there, whatever it waits for ("continue methadone once confirmed").
pub fn ofTreatment(way: *t.Turned) void {
    if (way.keeps) |keeps| if (!outweighs(way.offer orelse way.planned, keeps)) {
        way.planned = null;
        if (way.possible) |doubt| if (doubt.first >= keeps.first) {
            way.possible = null;
        };
        way.historical = null;
        way.current = keeps;
        way.done = keeps;
        return;
    };
    way.planned = way.planned orelse way.offer;
    if (way.planned != null) way.possible = null;
}

/// What is done in an event, told with the words that only think of it: "consider naloxone", "may need naloxone".
pub fn thoughtOf(way: *t.Turned, kept: []const t.Cue, hit: t.Hit) void {
    for (kept) |cue| if (cue.first == hit.first and cue.last <= hit.last and cue.kind == .offer) {
        way.planned = cue;
        way.possible = null;
        return;
    };
}

/// What is to be treated is there: "plan: I&D of the abscess", "will need antibiotics for her osteomyelitis".
pub fn ofTreated(way: *t.Turned) void {
    if (way.planned) |planned| if (planned.kind == .planned or planned.kind == .@"test") {
        way.planned = null;
    };
    way.done = way.done orelse way.treats;
}

/// Whether what is to begin says more than what goes on: it holds the other's words, or stands nearer before the treatment.
fn outweighs(offered: ?t.Cue, keeps: t.Cue) bool {
    const offer = offered orelse return false;
    if (offer.kind == .@"if" or (offer.first < keeps.last and keeps.first < offer.last)) return true;
    return !t.isAfter(offer.kind) and !t.isAfter(keeps.kind) and offer.first > keeps.first;
}

pub const Status = struct { status: t.Status, cue: ?t.Cue = null };

/// One status of several turns: whose it is comes first, then what is only planned, then denied, over, doubted.
pub fn statusOf(way: t.Turned, section: t.Section) Status {
    if (way.family) |cue| return .{ .status = .family, .cue = cue };
    if (way.planned) |cue| {
        const doubted = way.possible != null and (way.possible.?.first > cue.first or (way.possible.?.kind == .seeks and way.possible.?.first == cue.first)); // what is looked for is doubted
        if (cue.kind == .@"if" or !(way.negated != null or doubted)) return .{ .status = .planned, .cue = cue };
    }
    if (section == .taught and way.done == null) return .{ .status = .planned };
    if (way.negated) |cue| return .{ .status = .absent, .cue = cue };
    if (section == .family) return .{ .status = .family };
    if (way.historical) |cue| if (way.current == null) return .{ .status = .historical, .cue = cue };
    if (way.possible) |cue| return .{ .status = .possible, .cue = cue };
    if (way.unlikely) |cue| return .{ .status = .possible, .cue = cue };
    if ((section == .past or section == .once) and way.current == null) return .{ .status = .historical };
    if (section == .planned and way.done == null and way.current == null) return .{ .status = .planned };
    return .{ .status = .present };
}
