//! From cues to the status of a mention: what is denied, doubted, over, planned, or somebody else's (scopes.py).
const std = @import("std");
const t = @import("types.zig");
const closes = @import("cues.zig").closes;
const Clauses = @import("clauses.zig").Clauses;
const apposed = @import("clauses.zig").apposed;
const isPoint = @import("clauses.zig").isPoint;
const joinsItems = @import("clauses.zig").joinsItems;
const here = @import("clauses.zig").here;
const holding = @import("holding.zig");
const parts = @import("parts.zig");

const reach_of_use = 16;
const of_a_list = 4; // tokens between a list and the "nil" that is said of it
const elsewhere = 3; // tokens between injecting and where it was not
const title = 3; // tokens from what is offered to the list of it: "discussed all three: methadone, ..."
const reach_back = 10; // tokens that a cue after a mention reaches back
pub const list_ahead = 8; // tokens after a mention in which "or" shows that it stands in a list
const to_list = 16; // tokens from "DDx for" to the colon with which its list begins
const tested = 6; // tokens after the order of a test in which its name stands
const wide = 5; // white space that sets columns apart
const side = 4; // tokens before a denial in which a side is named

const Kinds = std.EnumSet(t.CueKind);
const before_kinds = Kinds.initMany(&.{ .sign, .on, .old, .had, .deny, .not, .refused, .unlikely, .judged, .doubt, .like, .planned, .ended, .@"test", .seeks, .over, .past, .current, .@"if", .other, .offer, .keeps, .treats, .gone, .sure, .unasked });
const over_colons = Kinds.initMany(&.{ .past, .current, .@"if", .other });

/// The cues of one sentence, and where in it something new begins.
pub const Scopes = struct {
    found: t.Tokens,
    list: []const t.Token,
    start: u32,
    end: u32,
    cues: []const t.Cue,
    places: []u8 = &.{}, // by token from `start`; none where no cue turns anything
    first_item: ?u32 = null,
    joints: ?parts.Joints = null,

    pub fn init(a: t.Allocator, found: t.Tokens, start: u32, end: u32, cues: []const t.Cue, said: []const t.Hit) t.Failed!Scopes {
        var s = Scopes{ .found = found, .list = found.list, .start = start, .end = end, .cues = cues };
        const turning = for (cues) |c| {
            if (turns(c.kind)) break true;
        } else false;
        if (!turning or end <= start) return s;
        const clauses = try Clauses.find(a, found, start, end, cues);
        s.places = clauses.places;
        s.first_item = clauses.first_item;
        s.joints = try parts.Joints.find(a, found.list, start, end, cues, said);
        return s;
    }

    /// Whether a cue stands in another item of a numbered list. What stands before the list turns all of it.
    fn isOfAnotherItem(s: *const Scopes, cue: t.Cue, first: u32, last: u32) bool {
        const begun = s.first_item orelse return false;
        if (cue.last <= first) return begun <= cue.first and s.between(here.item, cue.last, first);
        return cue.first > last and s.between(here.item, last, cue.first);
    }

    fn turns(kind: t.CueKind) bool {
        return kind != .ends and kind != .turns and kind != .causes and kind != .dash and kind != .joint and kind != .none and kind != .clause and kind != .from and kind != .aside;
    }

    /// Whether what is denied follows a cue, and does not stand before it: "positive for cocaine and negative for opiates".
    fn isForward(s: *const Scopes, cue: t.Cue, last: u32) bool {
        if (cue.kind != .deny_after or !s.isJoined(cue, last)) return false;
        for (s.cues) |c| if (c.kind == .deny and c.first == cue.first and s.list[c.last - 1].id == .@"for") return true;
        return false;
    }

    /// How the mention at tokens first…last is turned. inside: a denial that begins the mention counts too.
    pub fn turned(s: *const Scopes, first: u32, last: u32, inside: bool) t.Turned {
        if (s.places.len == 0) return .{};
        var found = Found{ .cues = s.cues };
        const definite = first > s.start and s.list[first - 1].flags.definite and !s.isAsked(first, last);
        for (s.cues, 0..) |cue, at| {
            if (!turns(cue.kind) or s.isOfAnotherItem(cue, first, last)) continue;
            const covers = cue.first <= first and cue.last > last and t.isAfter(cue.kind); // "[RNA] ordered"
            if (!covers and (cue.first < first or ((inside or cue.kind == .sure) and cue.first == first and cue.last < last))) {
                if (cue.last <= last and !(definite and (cue.kind == .doubt or cue.kind == .like)) and s.reaches(cue, first, last)) found.put(cue.kind, at); // the nearest counts
            } else if ((covers or cue.first >= last or (cue.first > first and cue.last > last)) and !found.has.contains(cue.kind) and
                !(definite and cue.kind == .doubt_after and s.list[cue.first].sign == '?') and s.reachesBack(cue, last)) found.put(cue.kind, at);
        }
        if (found.has.count() == 0) return .{};
        if (definite and found.has.contains(.@"if")) { // "if her fever settles": she has it
            inline for (.{ .@"if", .resolved_after, .past_after }) |kind| found.has.remove(kind);
        }
        const held: ?t.Cue = for (s.cues) |c| {
            if (c.first == first and c.last <= last and (c.kind == .past or c.kind == .current)) break c;
        } else null;
        const past_at: ?u32 = if (found.has.contains(.past)) found.at[@intFromEnum(t.CueKind.past)] else null;
        if (!inside) s.joints.?.part(&found, first, last);
        parts.leave(s.found, &found, first, last, s.end, held);
        if (inside) if (past_at) |at| found.put(.past, at); // in sets in the manner of ConText all that a history lists is history
        holding.settle(s.list, &found, first, last);
        return .{
            .negated = found.of(&.{ .deny, .not, .sign, .minus_after, .deny_after, .nil_after, .out_after, .refused, .refused_after }),
            .possible = found.of(&.{ .doubt, .doubt_after, .like, .doubt_list }),
            .historical = found.of(&.{ .past, .over, .ended, .old, .past_after, .resolved_after }),
            .family = found.of(&.{ .other, .other_after }),
            .planned = found.of(&.{ .@"if", .planned, .planned_after, .then_after, .head_after }),
            .unlikely = found.of(&.{ .judged, .unlikely, .unlikely_after }),
            .current = found.of(&.{ .on, .current, .current_after }),
            .had = found.get(.had),
            .tests = found.of(&.{ .@"test", .test_after }),
            .done = found.of(&.{ .done_after, .done }),
            .quit = found.get(.quit_after),
            .using = found.get(.using_after),
            .seeks = found.get(.seeks),
            .since = found.get(.since_after),
            .ago = found.get(.ago_after),
            .offer = found.of(&.{ .offer, .offer_after }),
            .keeps = found.of(&.{ .keeps, .keeps_after }),
            .elsewhere = found.get(.elsewhere_after),
            .treats = found.of(&.{ .treats, .treats_after }),
            .gone = found.of(&.{ .gone, .gone_after }),
            .unasked = found.of(&.{ .unasked, .unasked_after }),
        };
    }

    /// Whether something is asked of what is there: "unsure whether the ulcer is infected".
    fn isSubject(s: *const Scopes, cue: t.Cue, first: u32, last: u32) bool {
        if (first == 0 or s.list[first - 1].id != .the or last >= s.end or !s.list[last].flags.verbs or first > cue.last + 1) return false;
        for (s.list[cue.last -| 2..cue.last]) |token| if (token.id == .@"if" or token.id == .whether) return true;
        return false;
    }

    /// Whether a cue before a mention reaches it.
    /// Whether a doubt begins a clause: "wonders whether the lump is an abscess".
    fn isOfAClause(s: *const Scopes, cue: t.Cue) bool {
        for (s.list[cue.first..cue.last]) |token| if (token.id == .@"if" or token.id == .whether) return true;
        return false;
    }

    fn reaches(s: *const Scopes, cue: t.Cue, first: u32, last: u32) bool {
        const start = if (denies(cue)) s.pastAside(cue.last) else cue.last;
        if (cue.kind == .doubt and s.isSubject(cue, first, last)) return false;
        if (first <= start) return before_kinds.contains(cue.kind) or cue.kind == .done or (cue.kind == .quit_after and s.list[start - 1].flags.nothing); // "9 months no heroin"
        switch (cue.kind) {
            .sure, .unasked => return first - start <= 1 and !s.between(here.breaks | here.ends, start, first),
            .had => return first - start <= 1 and s.list[start].flags.determiners,
            .sign, .old, .on, .done => return false,
            .doubt_list => { // "DDx for a valve lesion: IVDU, a pacing lead"
                for (start..@min(start + to_list, first)) |n| if (s.list[n].sign == ':') return !s.between(here.ends, @intCast(n), first);
                return false;
            },
            .doubt => if (s.isOfOrigin(start, first)) return false,
            .quit_after => {
                if (s.endsWith(cue) and cue.first > s.start and s.list[cue.first - 1].isWord()) return false; // "OUD in remission, meth use ongoing"
                return !s.between(here.turn, start, first) and !s.isUsed(start, first);
            },
            else => {},
        }
        if (s.leaves(start, first) or ((cue.kind == .deny or cue.kind == .doubt) and s.isBehind(cue))) return false;
        if (cue.kind == .planned and s.isOfATestBefore(cue)) return false;
        if (cue.kind == .over and s.between(here.dash, start, first)) return false; // "no longer injects - smokes now"
        if (cue.kind == .deny or cue.kind == .not or cue.kind == .refused) {
            if (s.list[start].in(",;.)") or s.isAnswer(cue)) return false; // "DVT ruled out, cellulitis confirmed"
            const from = if (s.list[start - 1].isAnswer()) start else start + 1; // "Bite? no - injected coke"
            if (s.between(here.dash, from, first)) return false;
            if (s.leadsAway(cue, first) or s.changesSide(cue, first) or s.isLeftOut(first, last)) return false;
        }
        if (cue.kind == .offer and s.between(here.dash, start, first)) return false;
        if ((cue.kind == .planned or cue.kind == .offer) and s.list[start].sign == ',' and cue.last == cue.first + 1 and
            cue.first > s.start and s.list[cue.first - 1].isWord() and !s.list[cue.first].flags.verbs) return false; // "vaginal birth planned, methadone split"
        if (!over_colons.contains(cue.kind) and s.sign(':', start + @as(u32, if (cue.kind == .offer) title else 1), first)) return false;
        if (cue.kind == .doubt and s.isOfAClause(cue)) { // "wonders whether the lump is an abscess"
            return !s.between(here.turn, start, first) and !s.sign(',', start, first);
        }
        switch (cue.kind) {
            .unlikely, .judged => {
                if (s.list[start].in(",;.)")) return false;
                var comma = false;
                for (start..first + 1) |n| {
                    const place = s.places[n - s.start];
                    if (place & here.ends != 0 or (comma and place & here.breaks != 0)) return false;
                    comma = comma or s.list[n].sign == ',';
                }
                return true;
            },
            .@"test" => {
                if (first - start > tested) return false;
                for (s.list[start..first]) |token| if (token.flags.definite) return false;
                return !s.between(here.breaks | here.ends, start, first + 1);
            },
            .deny, .refused, .doubt, .like, .planned, .seeks, .offer, .keeps, .treats => return !s.between(here.breaks | here.ends, start, first + 1),
            .not => {
                if (s.between(here.breaks | here.ends, start, first + 1)) return false;
                var comma = false;
                for (s.list[start..first]) |token| {
                    if (token.sign == ':' or (token.len > wide and token.isGap())) return false;
                    comma = comma or token.sign == ',';
                }
                if (!comma) return true;
                for (s.list[start..@min(last + list_ahead, s.end)]) |token| {
                    if (token.flags.either) return true;
                }
                return false;
            },
            .over => {
                if (s.between(here.breaks | here.ends, start, first + 1)) return false;
                for (s.list[start..first]) |token| {
                    if (token.sign == ',' or token.flags.joins) return false;
                }
                return true;
            },
            .ended => {
                const lasts = for (s.list[start..first]) |token| {
                    if (token.id == .@"for") break true;
                } else false;
                return lasts and !s.between(here.breaks | here.ends, start, first);
            },
            .past, .current, .gone => {
                for (s.places[start - s.start .. first - s.start]) |p| if (p & here.ends != 0 and p & here.cause == 0) return false;
                return true;
            },
            .@"if", .other => return !s.between(here.turn, start, first),
            else => return false,
        }
    }

    /// Whether what follows is what something came from, and not what is doubted: "likely haematogenous from injecting".
    fn isOfOrigin(s: *const Scopes, start: u32, first: u32) bool {
        for (s.cues) |cue| if (cue.kind == .from and start < cue.first and cue.first < first) return true;
        return false;
    }

    /// Whether a cue tells of use that goes on: "clean 3 years, relapsed on heroin".
    fn isUsed(s: *const Scopes, start: u32, first: u32) bool {
        for (s.cues) |cue| switch (cue.kind) {
            .current, .current_after, .using_after => if (start <= cue.first and cue.first < first) return true,
            else => {},
        };
        return false;
    }

    /// Whether a test stands before its "pending", and something else after its comma: "cultures pending, cellulitis of the arm".
    fn isOfATestBefore(s: *const Scopes, cue: t.Cue) bool {
        if (s.list[cue.last].sign != ',' or cue.first == s.start or !s.list[cue.first - 1].isWord()) return false;
        for (s.cues) |c| if (c.kind == .@"test" and c.first == cue.first and c.last == cue.last) return true;
        return false;
    }

    /// Whether a cue after a mention reaches back to it: close by, with nothing new and no comma between.
    fn reachesBack(s: *const Scopes, cue: t.Cue, last: u32) bool {
        if (!t.isAfter(cue.kind)) return false;
        if (cue.kind == .quit_after and s.list[cue.first].id == .not and cue.first + 1 < s.list.len and s.list[cue.first + 1].id == .@"for") return cue.first <= last; // "ice IV daily, heroin not for ten years"
        switch (cue.kind) {
            .quit_after, .using_after, .since_after, .ago_after, .then_after => return cue.first <= last or // "heroin x 8 yrs, IV, then pills, last use 2019"
                (cue.first - last <= reach_of_use and !s.between(here.turn, last, cue.first)),
            else => {},
        }
        if (cue.first > last and (cue.first - last > reach_back or (s.between(here.ends, last, cue.first) and !apposed(s.list, last, cue.first)))) return false;
        if (s.isForward(cue, last)) return false;
        if (cue.kind == .resolved_after and s.isJoined(cue, last) and s.isOfWhatFollows(cue)) return false; // "likely sepsis - resolved DVT"
        if (cue.kind == .minus_after or cue.kind == .head_after or cue.kind == .treats_after) return cue.first <= last;
        const list = s.list;
        if (cue.kind == .elsewhere_after) return cue.first <= last or (cue.first - last <= elsewhere and !s.sign(',', last, cue.first));
        if (list[cue.first].sign == ':' and cue.first > last and s.sign(':', last, cue.first)) return false; // "HCV: Y / HBV: N"
        if (cue.kind == .doubt_after and s.isWithin(cue)) return false; // "an abscess raises the question of injecting"
        if ((cue.kind == .deny_after or cue.kind == .unlikely_after or cue.kind == .nil_after) and s.enters(last, cue.first)) return false;
        if (cue.kind == .past_after or cue.kind == .ago_after or cue.kind == .resolved_after) {
            var n = last;
            while (n < cue.first) : (n += 1) if (s.places[n - s.start] & here.breaks != 0 and list[n - 1].flags.joins) return false; // "a fever and my valve was replaced two years ago"
        }
        if (cue.kind == .doubt_after and cue.first > last and list[last].sign == ':') { // "IVDU: consider endocarditis"
            if (cue.first > last + 1 or !(s.endsWith(cue) or cue.last > cue.first + 1)) return false;
        }
        if (cue.kind == .doubt_after and cue.last == cue.first + 1 and cue.first > 0 and list[cue.first - 1].flags.leads) return false; // "cellulitis with possible osteomyelitis"
        if (cue.kind == .doubt_after and cue.first > last) {
            const leading = list[cue.first - 1];
            if ((leading.in(",-/") or leading.flags.parting) and s.isOfWhatFollows(cue)) return false; // "cellulitis / likely HCV"
            if (cue.last == cue.first + 1 and leading.flags.joins and list[cue.first].isWord() and !s.endsWith(cue)) return false; // "called it cellulitis and queried osteomyelitis"
        }
        if (cue.kind == .other_after and list[cue.first].flags.definite) return true; // "endocarditis in the list, this belongs to another patient"
        if (cue.kind == .nil_after) return cue.first <= last or (cue.first - last <= of_a_list and isListed(list[last]));
        if ((cue.kind == .doubt_after or cue.kind == .planned_after) and cue.first > last and s.between(here.dash, last, cue.first - 1)) return false;
        if (list[last - 1].flags.tests and s.isListOfTests(last, cue.first)) return true; // "HIV, HCV, RPR neg"
        if (cue.kind == .positive_after) return cue.first <= last + 1 and s.endsWith(cue);
        if (cue.first <= last) return true;
        if (cue.kind == .current_after and s.between(here.dash, last + 1, cue.first)) return false;
        if (cue.kind == .current_after) for (list[last..cue.first]) |token| {
            if (token.flags.joins) return false;
        };
        if (cue.kind == .doubt_after and s.sign('-', last, cue.first - 1)) return false; // "Rigors within 30 min - cotton fever vs sepsis"
        const before = list[cue.first - 1];
        if (cue.kind == .past_after and before.sign == ':' and !s.parted(last, cue.first - 1)) return true; // "Discitis L3-4: finished 8 wks"
        if (cue.first == last + 1 and before.in(",-")) switch (cue.kind) {
            .past_after => if (list[cue.first].isNumber() or s.endsWith(cue)) return true, // "Endocarditis, 2010"
            .current_after => if (before.sign == ',' and (s.endsWith(cue) or cue.last > cue.first + 1)) return true, // "Hx of IVDU, last used yesterday"
            else => {},
        };
        if ((cue.kind == .resolved_after or cue.kind == .out_after or cue.kind == .sure_after or cue.kind == .gone_after) and before.in(",-") and (cue.kind == .sure_after or s.endsWith(cue) or s.leadsOn(cue))) {
            const from = if (list[last].sign == ':') last + 1 else last;
            if (!s.parted(from, cue.first - 1)) return true; // "Bacteremia, cleared." "Sepsis: suspected, ruled out."
        }
        if (apposed(list, last, cue.first)) return true;
        for (last..cue.first) |n| {
            const sign_here = list[n].sign;
            if (sign_here == ',' or sign_here == ';' or (sign_here == ':' and n > last)) return false;
        }
        return true;
    }

    /// Whether it is asked what something is, and no more said of it: "is this osteomyelitis?", "is this osteomyelitis or Charcot?".
    fn isAsked(s: *const Scopes, first: u32, last: u32) bool {
        const word = s.found.word(first - 1);
        const pointed = for ([_][]const u8{ "this", "that", "these", "those" }) |pointing| {
            if (std.mem.eql(u8, word, pointing)) break true;
        } else false;
        if (!pointed or (last < s.end and !closes(s.list, last) and !s.list[last].flags.either)) return false;
        for (s.cues) |c| if (c.kind == .doubt and c.first + 1 < first and c.last == first) return true;
        return false;
    }

    /// Whether a cue that may stand on either side stands behind: "sepsis ruled out and endocarditis", "HCV suspected/active cellulitis".
    fn isBehind(s: *const Scopes, cue: t.Cue) bool {
        if (cue.first == s.start or !s.list[cue.first - 1].isWord()) return false;
        if (!s.list[cue.last].in("-/") and !s.list[cue.last].flags.joins) return false;
        for (s.cues) |c| if ((c.kind == .deny_after or c.kind == .doubt_after) and c.first == cue.first and c.last == cue.last) return true;
        return false;
    }

    /// Whether a line ends with a denial that answers what stands before it: "injected - never" and a new line.
    fn isAnswer(s: *const Scopes, cue: t.Cue) bool {
        return s.list[cue.last].isGap() and cue.first > s.start and s.list[cue.first - 1].in(":-=?");
    }

    /// Whether each item of a list has its own denial, and a mention has none: "no fever, no pus, cellulitis L arm".
    fn isLeftOut(s: *const Scopes, first: u32, last: u32) bool {
        var nearest: ?t.Cue = null;
        for (s.cues) |c| if (denies(c) and c.last <= first and (nearest == null or c.first > nearest.?.first)) {
            nearest = c;
        };
        const cue = nearest orelse return false;
        if (cue.first == s.start or s.list[cue.first - 1].sign != ',' or !s.sign(',', cue.last, first)) return false;
        for (s.list[cue.last..@min(last + list_ahead, s.end)]) |token| if (token.flags.either) return false;
        for (s.cues) |c| if (denies(c) and c.last < cue.first and !s.between(here.turn, c.last, cue.first)) return true;
        return false;
    }

    /// Past what is put in after a denial: "has never, by his own account, injected".
    fn pastAside(s: *const Scopes, n: u32) u32 {
        for (s.cues) |c| if (c.kind == .aside and c.first == n) return c.last;
        return n;
    }

    fn denies(c: t.Cue) bool {
        return c.kind == .deny or c.kind == .not or c.kind == .refused;
    }

    /// Whether what is denied is something of a mention, and not the mention: "no swab of the pus", "no tenderness over track marks".
    fn leadsAway(s: *const Scopes, cue: t.Cue, first: u32) bool {
        const list = s.list;
        if (list[first].flags.leads and list[first - 1].sign == ',') return true; // "has not had his methadone, in withdrawal"
        if (!list[cue.first].flags.nothing and !list[first - 1].flags.definite) return false;
        var n = first;
        while (n > cue.last) : (n -= 1) {
            const token = list[n];
            if (token.flags.leads) return list[n - 1].isWord() and !list[n - 1].flags.light;
            if (n < first and (!token.isWord() or token.flags.joins or token.flags.either or token.flags.light)) return false; // "no swelling of the arm to suggest DVT"
        }
        return false;
    }

    /// "R leg no DVT, L leg femoral DVT".
    fn changesSide(s: *const Scopes, cue: t.Cue, first: u32) bool {
        if (first < cue.last + 2) return false;
        const changes = for (cue.last..first - 1) |n| {
            if (s.list[n].sign == ',' and s.list[n + 1].flags.lateral) break true;
        } else false;
        if (!changes) return false;
        for (s.list[@max(cue.first -| side, s.start)..cue.first]) |token| if (token.flags.lateral) return true;
        return false;
    }

    /// Whether a list goes on with a word, or leads to what is said of it.
    fn isListed(token: t.Token) bool {
        return token.in("/:-=(") or token.flags.joins or token.flags.either;
    }

    /// Whether what stands before a cue joins it to a mention, or sets it against it.
    fn isJoined(s: *const Scopes, cue: t.Cue, last: u32) bool {
        if (cue.first < last) return false;
        for (s.cues) |c| if ((c.kind == .dash or c.kind == .joint) and c.last == cue.first) return true;
        return cue.first > 0 and (s.list[cue.first - 1].sign == ',' or joinsItems(s.list[cue.first - 1]));
    }

    /// Whether a name follows a cue that may stand on either side of it.
    fn isOfWhatFollows(s: *const Scopes, cue: t.Cue) bool {
        return !s.endsWith(cue) and s.list[cue.last].isWord() and !s.list[cue.last].flags.links;
    }

    /// Whether a doubt is a word of a longer one, which is of what follows.
    fn isWithin(s: *const Scopes, cue: t.Cue) bool {
        for (s.cues) |c| if (c.kind == .doubt and c.first < cue.first and cue.last < c.last) return true;
        return false;
    }

    /// Whether what follows a cue only says more of it: "resolved with", "cleared (sAg neg)".
    fn leadsOn(s: *const Scopes, cue: t.Cue) bool {
        const after = s.list[cue.last];
        return after.sign == '(' or after.flags.links or joinsItems(after);
    }

    /// Whether its part of the sentence ends with a cue.
    fn endsWith(s: *const Scopes, cue: t.Cue) bool {
        const n = cue.last;
        if (n >= s.end or closes(s.list, n)) return true;
        for (s.cues) |c| if ((c.kind == .dash or c.kind == .joint) and c.first == n) return true;
        return s.list[n].isNumber() and (n + 1 >= s.end or s.list[n + 1].in(".)")); // "resolved 3. HCV"
    }

    /// Whether a bracket that stands open before some tokens is closed among them: "(never needles), withdrawal 2012".
    fn leaves(s: *const Scopes, start: u32, end: u32) bool {
        var depth: i32 = 0;
        for (s.list[start..end], start..) |token, n| {
            if (token.sign == '(') depth += 1;
            if (token.sign == ')' and !isPoint(s.list, n - 1)) depth -= 1;
            if (depth < 0) return true;
        }
        return false;
    }

    /// Whether a bracket is opened among some tokens, told of something else first, and still open: "hepatitis B (eAg neg, DNA 3,400)".
    fn enters(s: *const Scopes, start: u32, end: u32) bool {
        var n = end;
        while (n > start) {
            n -= 1;
            if (s.list[n].sign == ')') return false;
            if (s.list[n].sign != '(') continue;
            for (s.list[n + 1 .. end]) |token| if (!token.flags.tests) return true;
            return false;
        }
        return false;
    }

    fn isListOfTests(s: *const Scopes, start: u32, end: u32) bool {
        if (start >= end) return true;
        for (s.list[start..end]) |token| if (!(token.in(",/&+-:") or token.id == .@"and" or token.flags.tests or token.isNumber())) return false;
        return true;
    }

    /// Whether a comma, semicolon or colon stands among tokens.
    fn parted(s: *const Scopes, start: u32, end: u32) bool {
        for (s.list[start..end]) |token| if (token.in(",;:")) return true;
        return false;
    }

    fn between(s: *const Scopes, what: u8, start: u32, end: u32) bool {
        for (s.places[start - s.start .. end - s.start]) |p| if (p & what != 0) return true;
        return false;
    }

    fn sign(s: *const Scopes, wanted: u8, start: u32, end: u32) bool {
        if (start >= end) return false;
        for (s.list[start..end]) |token| if (token.sign == wanted) return true;
        return false;
    }
};

/// One cue of each kind.
pub const Found = struct {
    cues: []const t.Cue,
    has: Kinds = Kinds.initEmpty(),
    at: [std.enums.values(t.CueKind).len]u32 = undefined, // where in `cues`

    pub fn put(f: *Found, kind: t.CueKind, at: usize) void {
        f.has.insert(kind);
        f.at[@intFromEnum(kind)] = @intCast(at);
    }
    pub fn get(f: *const Found, kind: t.CueKind) ?t.Cue {
        return if (f.has.contains(kind)) f.cues[f.at[@intFromEnum(kind)]] else null;
    }
    fn of(f: *const Found, comptime kinds: []const t.CueKind) ?t.Cue {
        inline for (kinds) |kind| if (f.has.contains(kind)) return f.cues[f.at[@intFromEnum(kind)]];
        return null;
    }
};
