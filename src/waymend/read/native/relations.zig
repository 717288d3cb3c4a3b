//! What mentions say of each other: in one sentence, and from a sentence to the next one (relations.py).
const std = @import("std");
const t = @import("types.zig");
const reader = @import("reader.zig");
const closes = @import("cues.zig").closes;
const parts = @import("parts.zig");
const ways = @import("ways.zig");

const near_a_drug = 6; // tokens between a drug and the route by which it is taken
const opening = 4; // tokens after words that open a sentence, in which what they turn may stand
const heading = 4; // tokens from the name in a heading to its colon: "MOUD at admit:"
const under = 8; // tokens after the colon in which the same is told
const right_under = 3; // the same, of what denies it
const since = 10; // tokens from a sign to the "none since" that is said of it
const of_an_item = 9; // tokens of an item of a list
const or_an = 3; // tokens from one disease to the other: "or", "or an early"

/// "Heroin in her 20s, injected.": as the drug before the comma.
pub fn ofItsDrug(by: *const reader.Reader, list: []const t.Token, way: t.Turned, hit: t.Hit, drafts: []const t.Draft) t.Turned {
    if (hit.last - hit.first != 1 or hit.first == 0 or list[hit.first - 1].sign != ',' or !closes(list, hit.last) or !way.isPlain()) return way;
    var left = drafts.len;
    while (left > 0) {
        left -= 1;
        if (by.about(drafts[left].about).routed) return drafts[left].way;
    }
    return way;
}

/// Injecting told by the route after or before a drug's name: "heroin daily IV", "IM heroin".
/// What a ward gives by a needle too tells of it only where somebody takes it: "uses morphine, mostly IV".
pub fn byRoute(by: *const reader.Reader, list: []const t.Token, hits: []const t.Hit, drafts: []const t.Draft, start: u32, end: u32) ?t.Draft {
    for (drafts) |d| if (d.about == by.injecting_drugs) return null;
    const taken = for (drafts) |d| {
        if (d.section == .habits) break true;
    } else for (list[start..end]) |token| {
        if (token.flags.of_taking) break true;
    } else false;
    var left = drafts.len;
    while (left > 0) {
        left -= 1;
        const drug = drafts[left];
        if (!by.about(drug.about).routed) continue;
        if (!taken and drug.option != t.no_name and list[drug.first].flags.on_wards) continue; // "Morphine - IV", "lorazepam IVP"
        for (hits) |route| {
            if (route.layer != .route) continue;
            const before = drug.first >= route.last and drug.first - route.last <= 1;
            const named = if (drug.last < list.len and list[drug.last].sign == ':') drug.last + 1 else drug.last; // "Heroin: 1 g/day IV"
            var after = route.first >= drug.last and route.first - drug.last <= near_a_drug and !t.holds(list, ";:", named, route.first);
            if (after and t.holds(list, "(", drug.last, route.first)) {
                const ends = route.last < list.len and list[route.last].sign == ')'; // "heroin (90s, IV)"
                after = ends or (route.last < list.len and list[route.first - 1].sign == '(' and list[route.last].in(",/;")); // "heroin (IV, daily)"
            }
            const listed = route.first > drug.last and (list[route.first - 1].sign == ',' or list[route.first - 1].id == .no or list[route.first - 1].id == .@"or");
            if (after and (listed or t.holds(list, ",", drug.last, route.first) or list[route.last - 1].timed.shots))
                after = listed and (closes(list, route.last) or list[route.last].sign == '('); // "denies heroin, meth, injection"
            if (before or after) return .{ .about = by.injecting_drugs, .first = route.first, .last = route.last, .way = drug.way, .section = drug.section };
        }
    }
    return null;
}

/// Whether what is injected is the medicine of the sentence before: "Dalteparin for six weeks. He will inject it himself.".
pub fn isIt(by: *const reader.Reader, list: []const t.Token, hits: []const t.Hit, hit: t.Hit) bool {
    for (hits) |h| if (h.layer == .apart) for (h.meanings) |m| if (!m.nothing and by.about(m.about).routed) return false;
    for (list[hit.first + 1 .. @min(hit.last + 1, list.len)]) |token| if (token.flags.pronouns) return true;
    return false;
}

/// Injecting told by a line of a form that holds nothing but the route: "Heroin, daily. Route: IV." before: the drafts of the last sentence.
pub fn byForm(by: *const reader.Reader, list: []const t.Token, hits: []const t.Hit, before: []const t.Draft, section: t.Section, start: u32) ?t.Draft {
    const route = for (hits) |hit| {
        if (hit.layer == .route) break hit;
    } else return null;
    var body = start;
    while (body < list.len and !list[body].isWord()) body += 1;
    const asked = body < list.len and (list[body].flags.form_routes or section == .habits); // "Recreational drugs: IV."
    if (route.first != body or !asked or !(closes(list, route.last) or list[route.last].sign == '(')) return null;
    const of_drugs = section == .habits or for (before) |d| {
        if (by.about(d.about).routed and d.way.isPlain()) break true;
    } else false;
    return if (of_drugs) .{ .about = by.injecting_drugs, .first = route.first, .last = route.last, .way = .{}, .section = section } else null;
}

/// What is said after a list of tests is said of each: "HIV, HBV, HCV labs", "HIV/HCV neg".
pub fn share(by: *const reader.Reader, list: []const t.Token, drafts: []t.Draft) void {
    var left = drafts.len;
    while (left > 0) {
        left -= 1;
        const d = &drafts[left];
        if (!by.about(d.about).ordered) continue;
        const following = for (drafts) |o| {
            if (o.first >= d.last and by.about(o.about).ordered) break o;
        } else continue;
        if (parts.isKnown(list, d.first, d.last, 0)) continue; // "known HIV, HCV neg"
        if (!d.way.isPlain() or !isList(list, d.last, following.first)) continue;
        inline for (@typeInfo(t.Turned).@"struct".fields) |field| {
            if (@field(following.way, field.name)) |cue| if (t.isAfter(cue.kind)) {
                @field(d.way, field.name) = cue;
            };
        }
    }
}

/// What a list of drugs came to is said of each: "UDS: opiates, benzos, cocaine negative".
pub fn ofOneScreen(by: *const reader.Reader, list: []const t.Token, drafts: []t.Draft, start: u32) void {
    for (drafts) |*o| {
        if (!by.about(o.about).routed) continue;
        const denied = o.way.negated orelse continue;
        if (denied.first < o.last or !(denied.kind == .deny_after or denied.kind == .minus_after)) continue;
        var first = o.first;
        while (first > start and (listsDrugs(list[first - 1]) or isPlainDrug(by, drafts, first - 1))) first -= 1;
        if (first > start and !list[first - 1].in(":;.(-") and !list[first - 1].isGap()) continue;
        for (drafts) |*d| if (first <= d.first and d.first < o.first and d.way.isPlain()) {
            d.way.negated = denied;
        };
    }
}

/// Whether a list of drugs goes on over a word: a comma, or a drug of which nothing is read.
fn listsDrugs(token: t.Token) bool {
    return token.in(",/") or token.id == .@"or" or token.flags.joins or token.flags.screened;
}

/// Whether a drug of one word, of which nothing else is told, stands at a token.
fn isPlainDrug(by: *const reader.Reader, drafts: []const t.Draft, n: u32) bool {
    for (drafts) |d| if (d.first == n and d.last == n + 1 and by.about(d.about).routed and d.way.isPlain()) return true;
    return false;
}

/// Whether only commas, slashes, "or" and "and" stand among tokens, and some do.
fn isList(list: []const t.Token, first: u32, last: u32) bool {
    if (first >= last) return false;
    for (list[first..last]) |token| if (!(token.in(",/") or token.id == .@"or" or token.flags.joins)) return false;
    return true;
}

/// What a phrase denies is denied past its "or", and in the list of it: "does not want methadone or buprenorphine", "BBVs negative (HIV, HCV)".
pub fn denyOn(list: []const t.Token, drafts: []t.Draft) void {
    for (drafts) |d| {
        const denied = d.way.negated orelse continue;
        if (denied.last != d.last or d.last >= list.len) continue;
        const either = list[d.last].flags.either;
        const listed = d.wide and list[d.last].in("(:");
        if (!either and !listed) continue;
        for (drafts) |*o| if (o.about == d.about and o.way.isPlain() and ((either and o.first == d.last + 1) or (listed and d.last < o.first and o.first <= d.last + of_an_item))) {
            o.way.negated = denied;
        };
    }
}

/// What turns a treatment, or another thing in a list, turns no use beside it: "start methadone for OUD", "OUD, not currently on methadone", "?sepsis, heroin user".
pub fn ofUseAlone(by: *const reader.Reader, list: []const t.Token, drafts: []t.Draft) void {
    for (drafts) |*d| if (by.about(d.about).routed) for (drafts) |*o| {
        const about = by.about(o.about);
        if (d.way.planned != null and about.courses and d.way.planned.?.first < o.last and o.last <= d.first) {
            const planned = d.way.planned.?;
            if ((planned.kind == .planned or planned.kind == .offer) and !t.holds(list, ",", o.last, d.first) and isCausal(list[o.last..d.first])) d.way.planned = null;
        } else if (d.way.quit != null and about.courses and d.last <= d.way.quit.?.first and d.way.quit.?.last <= o.first and o.first - d.way.quit.?.last <= 1) {
            const quit = d.way.quit.?;
            if (!isNot(list[quit.first..quit.last])) continue; // "OUD in remission on methadone"
            if (std.meta.eql(d.way.historical, d.way.quit)) d.way.historical = null;
            d.way.quit = null;
            if (o.way.negated == null) {
                o.way.historical = quit;
                o.way.current = null;
            }
        } else if (d.way.possible != null and d.way.possible.?.kind == .doubt and d.way.possible.?.last <= o.first and o.first < d.first) {
            if (!about.routed and !about.injecting and t.holds(list, ",-;", o.last, d.first)) d.way.possible = null;
        }
    };
}

fn isCausal(tokens: []const t.Token) bool {
    for (tokens) |token| if (token.timed.causal) return true;
    return false;
}

fn isNot(tokens: []const t.Token) bool {
    for (tokens) |token| if (token.flags.nots) return true;
    return false;
}

/// A heading says nothing where the same is told under it: "MOUD: restarting bup tomorrow", "Opioids: none, heroin as a student". begun: where the drafts of the sentence begin.
pub fn dropHeads(a: t.Allocator, by: *const reader.Reader, list: []const t.Token, all: *std.ArrayListUnmanaged(t.Draft), begun: usize) t.Failed!void {
    const first = for (all.items[begun..], begun..) |*d, n| {
        if (isHead(by, list, d, all.items[begun..])) break n;
    } else return;
    const drafts = try a.dupe(t.Draft, all.items[begun..]);
    all.shrinkRetainingCapacity(first);
    for (drafts[first - begun ..]) |*d| if (!isHead(by, list, d, drafts)) try all.append(a, d.*);
}

fn isHead(by: *const reader.Reader, list: []const t.Token, d: *const t.Draft, drafts: []const t.Draft) bool {
    const about = by.about(d.about);
    if (!(about.treatments or about.routed or about.episodes) or d.way.negated != null or d.measure != null) return false;
    const status = ways.statusOf(d.way, d.section).status;
    if (status != .present and status != .planned) return false;
    var colon = d.last;
    while (colon < @min(d.last + heading, list.len) and list[colon].isWord()) colon += 1;
    if (colon >= list.len or list[colon].sign != ':') return false;
    for (drafts) |*o| {
        if (o.about != d.about or o.first <= colon) continue;
        if (o.first - colon <= @as(u32, if (o.way.negated != null) right_under else under)) return true;
    }
    return false;
}

/// Whether a mention is of a sign that comes and goes.
pub fn isSign(by: *const reader.Reader, d: *const t.Draft) bool {
    const about = by.about(d.about);
    return about.episodes and about.body and !about.events and d.measure == null;
}

/// A sign that was and is no more: "fever on Tuesday, none since". before: the drafts of the last sentence.
pub fn noneSince(by: *const reader.Reader, list: []const t.Token, before: []t.Draft, drafts: []t.Draft, cues: []const t.Cue, start: u32) ?t.Draft {
    for (cues) |cue| {
        if (cue.kind != .none_since_after) continue;
        const d = signBefore(list, before, drafts, cue, start) orelse continue;
        if (!isSign(by, &d) or isTurned(cues, d.last, cue.first)) continue;
        var told = d;
        if (isOfBefore(list, d, cue)) {
            for (before) |*o| setBefore(o, d, cue);
            for (drafts) |*o| if (o.measure == null and o.last <= cue.first and cue.first - o.last <= since) setBefore(o, d, cue);
            setBefore(&told, d, cue);
        }
        const status = ways.statusOf(told.way, told.section).status;
        if (status != .present and status != .historical) continue;
        return .{ .about = d.about, .first = cue.first, .last = cue.last, .way = .{ .negated = cue }, .section = d.section, .other = d.other, .own = d.own };
    }
    return null;
}

/// Whether a "none today" denies nothing of what was told before its comma: "fever at home yesterday, none today", not "fever, none today".
fn isOfBefore(list: []const t.Token, d: t.Draft, none: t.Cue) bool {
    const denied = d.way.negated orelse return false;
    if (denied.first != none.first or none.first < d.last + 2 or !list[none.first - 1].in(",-;")) return false;
    for (list[d.last .. none.first - 1]) |token| if (!token.isWord() or token.id == .@"or" or token.flags.joins or token.flags.either) return false;
    return true;
}

/// What was told before is over.
fn setBefore(o: *t.Draft, d: t.Draft, none: t.Cue) void {
    if (o.about != d.about or !std.meta.eql(o.way.negated, d.way.negated)) return;
    o.way.negated = null;
    o.way.historical = none;
    o.way.current = null;
}

/// The last thing told before a "none since".
fn signBefore(list: []const t.Token, before: []const t.Draft, drafts: []const t.Draft, cue: t.Cue, start: u32) ?t.Draft {
    var body = start;
    while (body < list.len and !list[body].isWord()) body += 1;
    const begins = cue.first == body and for (drafts) |d| {
        if (d.first < cue.last + opening) break false;
    } else true;
    if (begins) return if (before.len > 0) before[before.len - 1] else null;
    var left = drafts.len;
    while (left > 0) {
        left -= 1;
        const d = drafts[left];
        if (d.measure == null and d.last <= cue.first and cue.first - d.last <= since) return d;
    }
    return null;
}

fn isTurned(cues: []const t.Cue, first: u32, last: u32) bool {
    for (cues) |c| if (c.kind == .turns and first <= c.first and c.first < last) return true;
    return false;
}

/// What was done in an event of the past is of the past: "OD 3 weeks ago, friend gave her Narcan".
pub fn follow(by: *const reader.Reader, drafts: []t.Draft) void {
    var event: ?t.Draft = null;
    for (drafts) |*d| {
        if (event) |e| if (d.about == by.about(e.about).follows and d.way.isPlain()) {
            d.way.historical = e.way.historical;
        };
        if (by.about(d.about).follows != t.no_name) event = d.*;
    }
}

/// A mark that is described, and named with a doubt right after it: "linear scars to forearms, ? track marks".
pub fn doubtAgain(by: *const reader.Reader, list: []const t.Token, drafts: []t.Draft) void {
    for (drafts) |*one| {
        if (!by.about(one.about).stays) continue;
        for (drafts) |other| {
            const doubt = other.way.possible orelse continue;
            if (one.about != other.about or one.way.possible != null or one.first >= other.first or one.last > doubt.first) continue;
            const described = other.first < one.last or for (list[one.last..doubt.first]) |token| {
                if (!token.in(",-;:(")) break false;
            } else true;
            if (described) one.way.possible = doubt;
        }
    }
}

/// "DVT or cellulitis": neither is sure.
pub fn choose(by: *const reader.Reader, list: []const t.Token, drafts: []t.Draft, said: []const t.Hit) void {
    for (drafts) |*one| {
        if (!isEpisode(by, list, one)) continue;
        for (drafts) |*other| {
            const doubt = orBetween(list, one.last, other.first) orelse continue;
            if (!isEpisode(by, list, other)) continue;
            one.way.possible = doubt;
            other.way.possible = doubt;
        }
    }
    for (drafts) |*d| for (said) |concern| { // "cellulitis or early nec fasc"
        if (concern.layer != .concern or !isEpisode(by, list, d)) continue;
        if (orBetween(list, d.last, concern.first)) |doubt| d.way.possible = doubt;
        if (orBetween(list, concern.last, d.first)) |doubt| d.way.possible = doubt;
    };
}

/// A disease that comes and goes, told without any turn but a doubt of this kind.
fn isEpisode(by: *const reader.Reader, list: []const t.Token, d: *const t.Draft) bool {
    const about = by.about(d.about);
    if (!about.episodes or about.events or about.body) return false;
    var way = d.way;
    if (way.possible) |cue| if (cue.last == cue.first + 1 and list[cue.first].id == .@"or") {
        way.possible = null;
    };
    return way.isPlain();
}

/// The "or" with which a few tokens begin.
fn orBetween(list: []const t.Token, first: u32, last: u32) ?t.Cue {
    const found = first < last and last - first <= or_an and list[first].id == .@"or";
    return if (found) .{ .kind = .doubt, .first = first, .last = first + 1 } else null;
}

/// What stays is told once more as "old ones": "no new track marks, old ones healed". before: the drafts of the last sentence.
pub fn oldOnes(by: *const reader.Reader, before: []const t.Draft, hit: t.Hit, drafts: []const t.Draft) ?t.Draft {
    const named = lastThatStays(by, hit, drafts) orelse lastThatStays(by, hit, before) orelse return null;
    if (named.way.negated == null) return null;
    var way = named.way;
    way.negated = null;
    return .{ .about = named.about, .first = hit.first, .last = hit.last, .way = way, .section = named.section };
}

fn lastThatStays(by: *const reader.Reader, hit: t.Hit, drafts: []const t.Draft) ?t.Draft {
    var left = drafts.len;
    while (left > 0) {
        left -= 1;
        const d = drafts[left];
        if (by.about(d.about).stays and d.option == t.no_name and d.first < hit.first) return d;
    }
    return null;
}

/// "Possible sepsis; ruled out." "Bacteremia. Resolved.": what begins with what turns the last thing said. before: the drafts of the last sentence.
pub fn takeBack(by: *const reader.Reader, list: []const t.Token, before: []t.Draft, drafts: []const t.Draft, cues: []const t.Cue, start: u32) void {
    if (before.len == 0) return;
    var body = start;
    while (body < list.len and !list[body].isWord()) body += 1;
    var of_that = false;
    const cue = for (cues) |c| {
        if (c.first == body and (c.kind == .quit_after or c.kind == .out_after or c.kind == .deny_after)) break c;
    } else if (drafts.len > 0) return else for (cues) |c| { // "Chart lists IVDU. She says that was ten years ago."
        of_that = c.kind == .quit_after and list[c.first].flags.definite;
        if (of_that) break c;
    } else return;
    for (drafts) |d| if (d.first < cue.last + opening) return;
    if (cue.kind == .quit_after) { // "IVDU, heroin. Stopped 2018."
        for (before) |*d| {
            const about = by.about(d.about);
            const used = about.routed or about.injecting;
            var way = d.way;
            way.since = null; // "injected heroin for ten years. Stopped 2014."
            if ((used or (of_that and about.episodes)) and way.isPlain()) d.way.historical = cue;
        }
        return;
    }
    var left = before.len;
    while (left > 0) {
        left -= 1;
        const d = &before[left];
        if (ways.statusOf(d.way, d.section).status == .possible or (isLookedFor(list, d.*) and !by.about(d.about).tested and !by.about(d.about).treatments)) { // what a test came to is told by results.zig
            for (before[0..left]) |*o| { // "maybe injects heroin. Denied."
                const alike = d.way.possible != null and std.meta.eql(o.way.possible, d.way.possible);
                if (alike and (ways.statusOf(o.way, o.section).status == .possible or (isLookedFor(list, o.*) and !by.about(o.about).tested and !by.about(o.about).treatments))) o.way.negated = cue;
            }
            d.way.negated = cue;
            return;
        }
    }
}

/// "Any injecting? Not asked.": a question that nobody answered tells nothing. before: the drafts of the last sentence.
pub fn leaveOpen(list: []const t.Token, before: []t.Draft, cues: []const t.Cue, start: u32) void {
    if (before.len == 0) return;
    var body = start;
    while (body < list.len and !list[body].isWord()) body += 1;
    for (cues) |c| {
        if (c.first == body and c.kind == .unanswered) break;
    } else return;
    var first = start;
    while (first > 0 and list[first - 1].isGap()) first -= 1;
    if (first == 0 or list[first - 1].sign != '?') return;
    for (before) |*d| d.left_open = d.way.possible != null and list[d.way.possible.?.first].sign == '?';
}

/// Whether somebody looked for what is told: "checked for track marks".
fn isLookedFor(list: []const t.Token, d: t.Draft) bool {
    const plan = d.way.planned orelse return false;
    return plan.kind == .planned and plan.last <= d.first and list[plan.last - 1].id == .@"for";
}

/// A list that a colon began goes on past a semicolon: "return if: fever; redness; pus". before: what turns it so far; back what turns what follows.
pub fn goOn(list: []const t.Token, drafts: []t.Draft, cues: []const t.Cue, before: ?t.Cue, start: u32, end: u32) ?t.Cue {
    const listed = if (start > 0 and list[start - 1].sign == ';') before else null;
    const item = end - start <= of_an_item and for (list[start..end]) |token| {
        if (token.flags.verbs) break false;
    } else true;
    if (listed) |cue| if (item) for (drafts) |*d| if (d.way.isPlain()) {
        if (cue.kind == .doubt) d.way.possible = cue else d.way.planned = cue;
    };
    if (list[end - 1].sign != ';') return null;
    var left = cues.len;
    while (left > 0) {
        left -= 1;
        const cue = cues[left];
        if ((cue.kind == .@"if" or cue.kind == .planned or cue.kind == .doubt) and list[cue.last - 1].sign == ':') return cue;
    }
    return if (item) listed else null;
}

/// What a sentence without a subject tells to have been done was done to whom it happened: "His friend overdosed. Given Narcan.".
pub fn followAnother(by: *const reader.Reader, list: []const t.Token, before: []const t.Draft, drafts: []t.Draft, start: u32) void {
    for (drafts) |*d| {
        if (d.first >= start + opening or d.other != null or d.own or !d.way.isPlain()) continue;
        const done = for (list[@min(start, d.last)..d.last]) |token| {
            if (token.flags.given) break true;
        } else false;
        if (!done) continue;
        var other: ?t.Cue = null;
        const told = for (before) |e| {
            if (by.about(e.about).follows != d.about or d.about == t.no_name) continue;
            if (e.other == null) break false;
            other = e.other;
        } else true;
        if (told and other != null) d.other = other;
    }
}
