//! What answers what was told last: "Doppler showed none.", "It isn't now.", "He has not had another.", "Both of them inject." (replies.py).
const t = @import("types.zig");
const closes = @import("cues.zig").closes;
const otherCue = @import("echoes.zig").otherCue;
const Reader = @import("reader.zig").Reader;
const isSign = @import("relations.zig").isSign;
const statusOf = @import("ways.zig").statusOf;

const near_by = 30; // tokens from what was told to what answers it
const asked = 8; // tokens of what was asked, and where
const joined = 4; // tokens from "both of them" to what both do

/// What is told, and how it is turned.
pub const Told = struct { about: t.Name, way: t.Turned };

/// What a mention must be for an answer to be of it.
const Fits = fn (by: *const Reader, d: *const t.Draft) bool;

/// What an answer tells besides. told: the drafts of its sentence; last: those of the last one.
pub fn heard(by: *const Reader, told: []t.Draft, last: []t.Draft, echo: t.Hit) ?Told {
    const cue = t.Cue{ .kind = .deny, .first = echo.first, .last = echo.last };
    switch (echo.meanings[0].echo) {
        .not_there => deny(by, told, last, echo, false),
        .neither_there => deny(by, told, last, echo, true),
        .not_now => {
            const d = own(by, told, last, echo, isSign) orelse return null;
            const status = statusOf(d.way, d.section).status;
            if (status == .present or status == .historical) return .{ .about = d.about, .way = .{ .negated = cue } };
        },
        .no_more => {
            const d = own(by, told, last, echo, passes) orelse return null;
            if (statusOf(d.way, d.section).status == .present and d.way.current == null) d.way.historical = .{ .kind = .gone_after, .first = echo.first, .last = echo.last };
        },
        .does => {
            const d = own(by, told, last, echo, isShared) orelse return null;
            if (statusOf(d.way, d.section).status == .possible) return .{ .about = d.about, .way = .{} };
        },
        else => {},
    }
    return null;
}

/// "He and his brother both inject": told of the patient, and of somebody else.
pub fn both(by: *const Reader, told: []const t.Draft, echo: t.Hit) ?Told {
    const d = for (told) |*d| {
        if (d.first >= echo.last and d.first <= echo.last + joined and isShared(by, d)) break d;
    } else return null;
    var way = d.way;
    way.family = null;
    const status = statusOf(way, .now).status;
    if (status != .present and status != .historical) return null;
    if (!isAnothers(d)) way.family = otherCue(echo);
    return .{ .about = d.about, .way = way };
}

/// "Asked about injecting at triage.": what a sentence only says to have been asked is not told yet.
pub fn ask(by: *const Reader, list: []const t.Token, told: []t.Draft, echo: t.Hit) void {
    var end = echo.last;
    while (!closes(list, end) and list[end].sign != ':') {
        end += 1;
        if (end >= echo.last + asked) return;
    }
    if (end < list.len and list[end].in(",;:!)")) return; // "asked about injecting, he says daily"
    for (told) |*d| {
        const minor = isSign(by, d) and passes(by, d);
        var way = d.way;
        way.offer = null; // "asked about methadone" would be an offer
        if (d.first < echo.last or d.first >= end or !way.isPlain() or !(isShared(by, d) or minor)) continue;
        d.way = .{ .possible = .{ .kind = .doubt, .first = echo.first, .last = echo.last } };
    }
}

/// What an echo tells by itself.
pub fn draftOf(told: Told, echo: t.Hit) t.Draft {
    return .{ .about = told.about, .first = echo.first, .last = echo.last, .way = told.way, .section = .now, .own = true };
}

/// Whether a draft is of somebody else.
pub fn isAnothers(d: *const t.Draft) bool {
    return d.other != null or d.way.family != null or d.section == .family;
}

/// Whether a use or an infection is told, of which one may tell of two at once.
fn isShared(by: *const Reader, d: *const t.Draft) bool {
    const about = by.about(d.about);
    return d.option == t.no_name and (about.tested or d.about == by.injecting_drugs or (about.routed and about.covers));
}

/// The drafts of which an answer may be: those of its sentence, or else of the last one.
fn nearOf(by: *const Reader, told: []t.Draft, last: []t.Draft, echo: t.Hit, comptime fits: Fits) []t.Draft {
    for (told) |*d| if (isNear(by, d, echo, fits)) return told;
    return last;
}

fn isNear(by: *const Reader, d: *const t.Draft, echo: t.Hit, comptime fits: Fits) bool {
    return d.last <= echo.first and echo.first <= d.last + near_by and d.option == t.no_name and d.measure == null and fits(by, d);
}

/// The last of them, where it is of the patient.
fn own(by: *const Reader, told: []t.Draft, last: []t.Draft, echo: t.Hit, comptime fits: Fits) ?*t.Draft {
    const near = nearOf(by, told, last, echo, fits);
    var left = near.len;
    while (left > 0) {
        left -= 1;
        if (isNear(by, &near[left], echo, fits)) return if (isAnothers(&near[left])) null else &near[left];
    }
    return null;
}

/// "Query abscess. Ultrasound showed none.", "looked for tracks: there weren't any": what was asked or looked for. two: "neither" answers two.
fn deny(by: *const Reader, told: []t.Draft, last: []t.Draft, echo: t.Hit, two: bool) void {
    const near = nearOf(by, told, last, echo, isAsked);
    var first: t.Name = t.no_name;
    var second: t.Name = t.no_name;
    var left = near.len;
    while (left > 0) {
        left -= 1;
        const d = &near[left];
        if (!isNear(by, d, echo, isAsked)) continue;
        if (first == t.no_name) {
            first = d.about;
        } else if (two and second == t.no_name and d.about != first) {
            second = d.about;
        }
    }
    for (near) |*d| if (isNear(by, d, echo, isAsked) and (d.about == first or d.about == second)) {
        d.way.negated = .{ .kind = .out_after, .first = echo.first, .last = echo.last };
        d.way.possible = null;
        d.way.unlikely = null;
        d.way.planned = null;
        d.way.current = null;
    };
}

/// Whether it was asked whether something is there, of which no laboratory tells.
fn isAsked(by: *const Reader, d: *const t.Draft) bool {
    const about = by.about(d.about);
    const status = statusOf(d.way, d.section).status;
    const open = status == .possible or status == .planned;
    return open and !isAnothers(d) and !about.tested and !about.treatments and (about.episodes or about.stays);
}

/// Whether something passes that needs no help at once.
fn passes(by: *const Reader, d: *const t.Draft) bool {
    const about = by.about(d.about);
    return about.episodes and !about.treatments and !about.in_need;
}
