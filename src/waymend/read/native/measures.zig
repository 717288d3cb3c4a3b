//! Numbers with their units, everyday sizes and times, as answers to the guide's numbers (measures.py).
const std = @import("std");
const t = @import("types.zig");
const bundle = @import("bundle.zig");
const Reader = @import("reader.zig").Reader;

const after_a_name = 6; // tokens between the name of a vital sign and its number
const day = 24.0;
const week = 168.0;
const year = 8766.0;
const cold = 35.5; // °C: a number with one decimal that is a part of the sentence by itself
const hot = 41.9;
const begun_within = 6; // tokens between what tells that something began and its time
const closing = ",.;):";
const bare_low = 99.5; // °F: a number with a decimal that can be nothing else
const bare_high = 106.0;
const long_ago = 2160.0; // hours: what was three months ago or more is no event of now

/// In what a number is counted, as far as the code asks.
const Counted = enum {
    hours,
    days,
    weeks,
    months,
    years,
    other,

    fn hoursOf(c: Counted) f64 {
        return switch (c) {
            .hours => 1,
            .days, .other => day,
            .weeks => week,
            .months => year / 12.0,
            .years => year,
        };
    }
};

/// What a guide says of one id: its range where it is a number (else empty), and the numbers that measure it.
const Told = struct {
    low: f64 = 1,
    high: f64 = 0,
    unit: t.Name = t.no_name,
    counted: Counted = .other,
    lengths: []const t.Name = &.{},
    times: []const t.Name = &.{},
};

const Groups = enum { lengths, times };

pub const Measures = struct {
    told: []const Told, // by Name
    temperature: t.Name,
    pressure: t.Name,
    saturation: t.Name,
    age: t.Name,
    pregnancy: t.Name,
    started: t.Name,

    pub fn init(b: *bundle.Builder, told: std.json.ObjectMap) bundle.Error!Measures {
        var all: std.ArrayListUnmanaged(Told) = .empty;
        var ranges = (try b.objectAt(told, "ranges")).iterator();
        while (ranges.next()) |entry| {
            const range = try b.array(entry.value_ptr.*);
            if (range.len != 2) return b.fail("the range of '{s}' is not two numbers", .{entry.key_ptr.*});
            const one = try grow(b, &all, entry.key_ptr.*);
            one.low = try b.number(range[0]);
            one.high = try b.number(range[1]);
        }
        var units = (try b.objectAt(told, "units")).iterator();
        while (units.next()) |entry| {
            const one = try grow(b, &all, entry.key_ptr.*);
            if (entry.value_ptr.* == .null) {
                one.counted = .days; // what has no unit and lasts, lasts days
                continue;
            }
            const unit = try b.string(entry.value_ptr.*);
            one.unit = try b.name(unit);
            one.counted = std.meta.stringToEnum(Counted, unit) orelse .other;
        }
        try group(b, &all, try b.objectAt(told, "lengths"), .lengths);
        try group(b, &all, try b.objectAt(told, "times"), .times);
        return .{
            .temperature = try b.nameAt(told, "temperature"),
            .pressure = try b.nameAt(told, "pressure"),
            .saturation = try b.nameAt(told, "saturation"),
            .age = try b.nameAt(told, "age"),
            .pregnancy = try b.nameAt(told, "pregnancy"),
            .started = try b.nameAt(told, "started"),
            .told = all.items,
        };
    }

    /// All measures of one sentence that has a number or phrases of measures, each place once. Values that no body can have are left out.
    pub fn of(m: *const Measures, a: t.Allocator, by: *const Reader, found: t.Tokens, start: u32, end: u32, hits: []const t.Hit, near: []const t.Near, now: ?t.Now) t.Failed![]const t.Measure {
        var s = Sentence{ .m = m, .a = a, .by = by, .found = found, .start = start, .end = end, .hits = hits, .near = near, .now = now };
        try s.vitalSigns();
        try s.everydaySizes();
        try s.moments();
        var n: i64 = start;
        while (n < end) {
            n = if (!s.mayCount(n)) n + 1 else if (s.numberAt(n)) |value| try s.withUnit(n, value) else n + 1;
        }
        return s.out.items;
    }

    fn ofName(m: *const Measures, name: t.Name) *const Told {
        const none = Told{};
        return if (name < m.told.len) &m.told[name] else &none;
    }
};

fn grow(b: *bundle.Builder, all: *std.ArrayListUnmanaged(Told), name: []const u8) bundle.Error!*Told {
    const n = try b.name(name);
    while (all.items.len <= n) try all.append(b.a, .{});
    return &all.items[n];
}

/// The guide's groups the other way round: for each id the numbers that measure it, in the guide's order.
fn group(b: *bundle.Builder, all: *std.ArrayListUnmanaged(Told), groups: std.json.ObjectMap, comptime which: Groups) bundle.Error!void {
    var entries = groups.iterator();
    while (entries.next()) |entry| {
        const finding = try b.name(entry.key_ptr.*);
        for (try b.array(entry.value_ptr.*)) |about| {
            const list = &@field(try grow(b, all, try b.string(about)), @tagName(which));
            list.* = try std.mem.concat(b.a, t.Name, &.{ list.*, &.{finding} });
        }
    }
}

/// Whether two numbers can be a blood pressure in mmHg.
fn isPressure(top: f64, bottom: f64) bool {
    return 60 <= top and top <= 260 and 25 <= bottom and bottom < top;
}

const Number = struct { value: f64, last: i64 };
const nothing = t.Token{ .start = 0, .len = 0, .byte = 0, .id = .none, .key = 0, .kind = .sign, .sign = 0, .flags = .{}, .plain = .{} };

const Sentence = struct {
    m: *const Measures,
    a: t.Allocator,
    by: *const Reader,
    found: t.Tokens,
    start: i64,
    end: i64,
    hits: []const t.Hit,
    near: []const t.Near,
    now: ?t.Now,
    taken: std.ArrayListUnmanaged(i64) = .empty, // numbers of vital signs
    out: std.ArrayListUnmanaged(t.Measure) = .empty,

    fn give(s: *Sentence, finding: t.Name, exact: f64, first: i64, last: i64, is_time: bool) t.Failed!void {
        const told = s.m.ofName(finding);
        const value = rounded(exact);
        if (!(told.low <= value and value <= told.high)) return;
        for (s.out.items) |o| if (o.finding == finding and o.first == first) return;
        try s.out.append(s.a, .{ .finding = finding, .value = value, .unit = told.unit, .first = @intCast(first), .last = @intCast(last), .is_time = is_time });
    }

    fn word(s: *const Sentence, n: i64) *const t.Token {
        return if (s.start <= n and n < s.end) &s.found.list[@intCast(n)] else &nothing;
    }

    fn letters(s: *const Sentence, n: i64) []const u8 {
        return s.found.word(@intCast(n));
    }

    /// The next token that is not white space, nor one of the signs.
    fn skip(s: *const Sentence, from: i64, comptime among: []const u8) i64 {
        var n = from;
        while (n < s.end and (s.found.list[@intCast(n)].isGap() or s.found.list[@intCast(n)].in(among))) n += 1;
        return n;
    }

    /// The token before one, past white space.
    fn back(s: *const Sentence, from: i64) i64 {
        var n = from - 1;
        while (n > s.start and s.found.list[@intCast(n)].isGap()) n -= 1;
        return n;
    }

    fn isTaken(s: *const Sentence, n: i64) bool {
        return std.mem.indexOfScalar(i64, s.taken.items, n) != null;
    }

    fn named(s: *const Sentence, n: u32) bool {
        for (s.hits) |h| if (h.layer == .vital and h.first == n) return true;
        return false;
    }

    fn unitAt(s: *const Sentence, n: i64) ?t.Hit {
        for (s.hits) |h| if (h.layer == .unit and h.first == n) return h;
        return null;
    }

    fn saidNumber(s: *const Sentence, token: *const t.Token) f64 {
        return if (token.flags.numbers) s.by.word(token.id).number else 0;
    }

    /// Whether a number may begin at a token of the sentence.
    fn mayCount(s: *const Sentence, n: i64) bool {
        const token = &s.found.list[@intCast(n)];
        return token.kind == .number or token.flags.numbers;
    }

    /// A number in digits or words that begins at a token.
    fn numberAt(s: *const Sentence, from: i64) ?Number {
        const token = s.word(from);
        var n = from + 1;
        if (token.isNumber()) {
            const value = digits(s.letters(from)) orelse return null;
            const next = s.word(n);
            if (next.sign == '/' and (value == 1 or value == 3) and s.word(n + 1).isNumber()) {
                const below = s.letters(n + 1);
                if (below.len == 1 and (below[0] == '2' or below[0] == '4'))
                    return .{ .value = value / @as(f64, @floatFromInt(below[0] - '0')), .last = n + 2 };
            }
            if (next.sign >= 1 and next.sign <= 3) return .{ .value = value + s.saidNumber(next), .last = n + 1 };
            return .{ .value = value, .last = n };
        }
        if (!token.flags.numbers) return null;
        var value = s.saidNumber(token);
        const id_here = token.id;
        if (id_here == .half and article(s.word(n))) {
            n += 1;
        } else if (article(token)) switch (s.word(n).id) {
            .couple, .few, .dozen, .half => {
                value = s.saidNumber(s.word(n));
                n += 1;
                if (article(s.word(n))) n += 1;
            },
            else => {},
        };
        if (s.word(n).id == .of) n += 1;
        return .{ .value = value, .last = n };
    }

    fn vitalSigns(s: *Sentence) t.Failed!void {
        const m = s.m;
        for (s.hits) |hit| if (hit.layer == .vital) for (hit.meanings) |meaning| {
            const finding = meaning.about;
            const before = @as(i64, hit.first) - 1;
            if (s.afterName(hit, finding)) |n| {
                try s.vital(finding, n);
                try s.taken.append(s.a, n);
            } else if (s.word(before).isNumber() and !s.isTaken(before) and s.unitAt(hit.first) == null) try s.beforeName(finding, before, hit);
        };
        var n = s.start;
        while (n < s.end) : (n += 1) { // numbers that tell by themselves: 101.5F, 88/50, "86 over 51"
            if (!s.mayCount(n) or s.isTaken(n)) continue;
            if (s.numberAt(n)) |top| if (s.word(top.last).id == .over) if (s.numberAt(top.last + 1)) |below| if (isPressure(top.value, below.value)) {
                try s.give(m.pressure, top.value, n, top.last, false);
                continue;
            };
            if (!s.word(n).isNumber()) continue;
            const value = digits(s.letters(n)) orelse continue;
            if (s.word(n + 1).sign == '/' and s.word(n + 2).isNumber() and s.word(n + 3).sign != '/' and s.word(n - 1).sign != '/') {
                if (digits(s.letters(n + 2))) |bottom| {
                    if (isPressure(value, bottom)) try s.give(m.pressure, value, n, n + 1, false);
                }
                continue;
            }
            if (s.temperature(n, false)) |celsius| {
                try s.taken.append(s.a, n);
                try s.give(m.temperature, celsius, n, n + 1, false);
            } else if (50 <= value and value <= 100 and s.word(s.skip(n + 1, "")).sign == '%') {
                var beside = n - 6;
                while (beside < n + 6) : (beside += 1) if (s.word(beside).flags.on_air) {
                    try s.give(m.saturation, value, n, n + 1, false);
                    break;
                };
            }
        }
    }

    /// Where the number of a vital sign stands: after its name and a few small words or signs; right after it when the name is one letter, or of an age.
    fn afterName(s: *const Sentence, hit: t.Hit, finding: t.Name) ?i64 {
        const list = s.found.list;
        const single = hit.last == hit.first + 1 and list[hit.first].len == 1;
        if (single and hit.first > s.start and list[hit.first - 1].end() == list[hit.first].start and !list[hit.first - 1].in("(/")) return null; // the P of G1P0
        const reach: u32 = if (finding == s.m.age or single) 2 else after_a_name;
        var n: i64 = hit.last;
        while (n < @min(@as(i64, hit.last) + reach, s.end)) : (n += 1) {
            const token = s.word(n);
            if (token.isNumber()) return n;
            if (reach == 2 and !token.in(":=")) return null;
            if (!(token.isGap() or token.flags.before_number)) return null;
        }
        return null;
    }

    /// A number before what it is: "a 103 fever", "30 breaths a minute", "pulse 130 bpm".
    fn beforeName(s: *Sentence, finding: t.Name, n: i64, hit: t.Hit) t.Failed!void {
        if (finding == s.m.age or (finding != s.m.temperature and hit.last == hit.first + 1 and s.word(hit.first).len == 1)) return;
        const value = (if (finding == s.m.temperature) s.temperature(n, true) else digits(s.letters(n))) orelse return;
        try s.taken.append(s.a, n);
        try s.give(finding, value, n, hit.last, false);
    }

    fn vital(s: *Sentence, finding: t.Name, n: i64) t.Failed!void {
        const value = digits(s.letters(n)) orelse return;
        if (finding == s.m.age and std.mem.indexOfAny(u8, s.letters(n), ".,") != null) {
            if (cold <= value and value <= hot) try s.give(s.m.temperature, value, n, n + 1, false); // "I'm 38.1"
        } else if (finding == s.m.temperature) {
            if (s.temperature(n, true)) |celsius| try s.give(finding, celsius, n, n + 1, false);
        } else if (finding == s.m.pressure or (s.unitAt(s.skip(n + 1, "")) == null and s.word(n + 1).sign != '/')) {
            try s.give(finding, value, n, n + 1, false);
        }
    }

    /// Whether a number with one decimal stands alone between signs.
    fn isAlone(s: *const Sentence, n: i64) bool {
        const number = s.letters(n);
        if (number.len < 2 or number[number.len - 2] != '.') return false;
        for ([_]*const t.Token{ s.word(n - 1), s.word(n + 1) }) |beside| {
            if (!(beside == &nothing or beside.in(",.;") or beside.isGap())) return false;
        }
        return true;
    }

    /// A body temperature in °C from a number in °F or °C. Without its name a number needs a degree sign or letter; its size may tell the unit.
    fn temperature(s: *const Sentence, n: i64, named_so: bool) ?f64 {
        const value = digits(s.letters(n)) orelse return null;
        if (s.word(n + 1).sign == '/' and s.word(n + 2).isNumber()) return null;
        var after = s.skip(n + 1, "^-");
        var degree = false;
        for (s.found.list[@intCast(n + 1)..@intCast(after)]) |token| degree = degree or token.sign == '^';
        switch (s.word(after).id) {
            .degrees, .degree, .deg => {
                degree = true;
                after = s.skip(after + 1, "");
            },
            else => {},
        }
        const letter: u8 = switch (s.word(after).id) {
            .f, .fahrenheit, .farenheit => 'f',
            .c, .celsius, .centigrade => 'c',
            else => 0,
        };
        if (!named_so and !degree and letter == 0) {
            if (cold <= value and value <= hot and s.isAlone(n)) return value; // "fever, 38.4; smear sent"
            const bare = bare_low <= value and value <= bare_high and std.mem.indexOfScalar(u8, s.letters(n), '.') != null;
            return if (bare) fromFahrenheit(value) else null;
        }
        if (!named_so and !degree and value < 90 and (after > n + 1 or letter == 'f') and std.mem.indexOfAny(u8, s.letters(n), ".,") == null) return null;
        if (letter == 'f' or (letter == 0 and value >= 90)) return if (value > 60) fromFahrenheit(value) else null;
        if (letter == 0 and !(34 <= value and value <= 43)) return null;
        return value;
    }

    fn everydaySizes(s: *Sentence) t.Failed!void {
        for (s.hits) |hit| {
            if (hit.layer != .size) continue;
            const first: i64 = hit.first;
            var told = switch (s.word(s.skip(hit.last, "-")).id) {
                .size, .sized, .shaped => true,
                else => false,
            };
            var n = first - 5;
            while (n < first and !told) : (n += 1) told = s.word(n).flags.size_words;
            if (!told) continue;
            var half = false;
            n = first - 3;
            while (n < first) : (n += 1) half = half or s.word(n).id == .half;
            const finding = s.nearest(.lengths, hit.first, hit.last) orelse continue;
            try s.give(finding, hit.meanings[0].value * @as(f64, if (half) 0.7 else 1.0), hit.first, hit.last, false);
        }
    }

    /// What a number, or several joined by x or to, says with the unit after them; where to go on.
    fn withUnit(s: *Sentence, n: i64, told: Number) t.Failed!i64 {
        const m = s.m;
        var most = told.value;
        var latest = told.value;
        var last = told.last;
        while (true) {
            const between = s.unitAt(s.skip(last, "-"));
            const n_sign = s.skip(if (between != null and between.?.meanings[0].unit == .length) between.?.last else last, "");
            const joined = s.word(n_sign);
            const ranges = joined.id == .to or joined.id == .@"or" or joined.sign == '-';
            if (!(ranges or joined.id == .x or joined.id == .by or joined.sign == '*')) break;
            const following = s.numberAt(s.skip(n_sign + 1, "")) orelse break;
            if (ranges and following.last - n_sign > 4) break;
            latest = following.value;
            most = @max(most, latest);
            last = following.last;
        }
        const hit = s.unitAt(s.skip(last, "-")) orelse return told.last;
        if (s.named(hit.first) and s.word(s.skip(hit.last, ":=")).isNumber()) return told.last;
        const factor = hit.meanings[0].value;
        switch (hit.meanings[0].unit) {
            .time => {
                if (factor == week and last == hit.first and s.word(hit.last).isNumber() and s.word(@as(i64, hit.last) + 1).id == .d) {
                    try s.give(m.pregnancy, told.value, n, @as(i64, hit.last) + 2, true); // "34w0d"
                    return @as(i64, hit.last) + 2;
                }
                try s.time(n, hit.last, latest * factor, factor);
            },
            .length => if (s.nearest(.lengths, n, hit.last)) |finding| try s.give(finding, most * factor, n, hit.last, false),
            .age => if (!s.isTaken(n) and std.mem.indexOfScalar(u8, s.found.word(@intCast(n)), '.') == null) try s.give(m.age, told.value, n, hit.last, true),
            .pregnancy => try s.give(m.pregnancy, told.value * factor, n, hit.last, true),
        }
        return hit.last;
    }

    /// A number with a unit of time: an age, how long something has lasted, or how long ago it was.
    fn time(s: *Sentence, first: i64, last: i64, hours: f64, unit: f64) t.Failed!void {
        const m = s.m;
        if (unit == week) for (s.near) |n| if (s.by.about(n.about).bearing) {
            return s.give(m.pregnancy, hours / week, first, last, true);
        };
        const after = s.skip(last, "");
        const following = s.word(after);
        const before = s.word(s.back(first));
        const aged = before.id == .age or before.id == .aged;
        if (following.id == .old or aged) {
            if (unit >= year or aged) try s.give(m.age, hours / year, first, @max(last, if (following.id == .old) after + 1 else last), true);
            return;
        }
        if (following.flags.not_times or before.flags.not_since or (unit >= year and following.id == .of)) {
            if (following.flags.along) try s.give(m.pregnancy, hours / week, first, after + 1, true);
            return;
        }
        const ago_ends = if (following.flags.ago) after + 1 else last;
        if (unit >= day and s.began(first, ago_ends)) return s.lasting(first, ago_ends, hours, true);
        if (following.flags.ago) return s.ago(first, after + 1, hours);
        if (before.flags.since or following.flags.lasting_words or (before.sign == ',' and s.word(last).sign == ',') or s.endsWhatIsTold(first, last))
            return if (unit >= day) s.lasting(first, last, hours, false) else s.ago(first, last, hours);
        if (hours >= week and s.ofAWound(first, last)) return s.lasting(first, last, hours, false);
        return s.ago(first, last, hours);
    }

    /// Whether a time tells when something began: "noticed a lump 5 days ago", "onset: 3 days", "5 days ago developed swelling".
    fn began(s: *const Sentence, first: i64, last: i64) bool {
        if (s.word(last).flags.began) return true;
        var n = first - 1;
        while (n > @max(first - 1 - begun_within, s.start - 1)) : (n -= 1) {
            const told = s.word(n);
            if (told.flags.began) return true;
            if (!(told.flags.before_number or told.flags.since or told.isGap() or s.isFelt(n))) return false;
        }
        return false;
    }

    /// Whether a time ends what stands right before it: "abscess L arm, 5 days.", "painful calf (6 days)", "swelling 3/7".
    fn endsWhatIsTold(s: *const Sentence, first: i64, last: i64) bool {
        if (last < s.end and !s.word(last).in(closing)) return false;
        var n = first;
        while (n > s.start and (s.word(n - 1).isGap() or s.word(n - 1).in("(,-"))) n -= 1;
        for (s.near) |near| if (near.last == n and s.word(near.first - 1).id != .@"for" and s.lasts(near)) return true;
        return false;
    }

    /// Whether a token belongs to something that lasts.
    fn isFelt(s: *const Sentence, n: i64) bool {
        for (s.near) |near| if (near.first <= n and n < near.last and s.lasts(near)) return true;
        return false;
    }

    fn lasts(s: *const Sentence, near: t.Near) bool {
        const about = s.by.about(near.about);
        for (s.m.ofName(near.about).times) |finding| if (s.m.ofName(finding).counted == .hours) return false;
        return near.present and (about.places or !about.timeless);
    }

    /// Whether a bare number of weeks stands nearest to what is counted in weeks.
    fn ofAWound(s: *const Sentence, first: i64, last: i64) bool {
        const finding = s.nearest(.times, first, last) orelse return false;
        return s.m.ofName(finding).counted == .weeks;
    }

    /// How long ago: of the event that is told nearest, or of the last test, which may be years ago.
    fn ago(s: *Sentence, first: i64, last: i64, hours: f64) t.Failed!void {
        const finding = s.nearest(.times, first, last) orelse return;
        const counted = s.m.ofName(finding).counted;
        if (counted == .months) {
            try s.give(finding, @floor(hours / counted.hoursOf()), first, last, true);
        } else if (counted == .hours and hours <= long_ago) try s.give(finding, hours, first, last, true);
    }

    /// How long it has lasted: the wound or mark that is told nearest, or whatever began. with_word: it is told that something did.
    fn lasting(s: *Sentence, first: i64, last: i64, hours: f64, with_word: bool) t.Failed!void {
        if (s.nearest(.times, first, last)) |tested| {
            if (s.m.ofName(tested).counted == .months) return s.ago(first, last, hours);
        }
        if (hours > year) return;
        const some = with_word or for (s.near) |n| {
            if (n.present and !s.by.about(n.about).timeless) break true;
        } else false;
        if (!some) return;
        var finding = s.nearest(.times, first, last) orelse s.m.started;
        if (s.m.ofName(finding).counted == .hours) finding = s.m.started;
        const counted = s.m.ofName(finding).counted;
        const many = hours / counted.hoursOf();
        try s.give(finding, if (counted == .weeks) @floor(many * 100) / 100 else @floor(many), first, last, true);
    }

    /// "Yesterday", "last night"; "since Friday night" when it is known what day it is.
    fn moments(s: *Sentence) t.Failed!void {
        for (s.hits) |hit| {
            if (hit.layer != .when) continue;
            var hours = hit.meanings[0].value;
            if (hours < 0) { // a day of the week: -1 is Monday
                const now = s.now orelse continue;
                hours = s.sinceDay(now, @as(i64, @intFromFloat(@trunc(-hours))) - 1, s.word(s.skip(hit.last, "")));
            }
            const since = s.word(s.back(hit.first)).flags.since;
            const event = s.nearest(.times, hit.first, hit.last);
            if (since and (event == null or s.m.ofName(event.?).counted != .hours)) {
                try s.lasting(hit.first, hit.last, @max(hours, day), false);
            } else try s.ago(hit.first, hit.last, hours);
        }
    }

    fn sinceDay(s: *const Sentence, now: t.Now, weekday: i64, part: *const t.Token) f64 {
        const hour = if (part.flags.parts_of_day) s.by.word(part.id).part_of_day else now.hour;
        const days: f64 = @floatFromInt(@mod(@as(i64, now.weekday) - weekday, 7));
        const ago_hours = days * day + now.hour - hour;
        return if (ago_hours > 0) ago_hours else ago_hours + week;
    }

    /// The number whose kind of thing is said nearest to a place; of two as near, the one before it.
    fn nearest(s: *const Sentence, comptime which: Groups, first: i64, last: i64) ?t.Name {
        var best: ?t.Name = null;
        var least: i64 = std.math.maxInt(i64);
        for (s.near) |near| {
            if (!near.present) continue;
            const told = s.m.ofName(near.about);
            const findings = @field(told, @tagName(which));
            if (findings.len == 0) continue;
            const distance = @max(near.first - last, first - near.last, 0);
            if (best == null or distance < least) {
                least = distance;
                best = findings[0]; // its others are as far away
            }
        }
        return best;
    }
};

fn article(token: *const t.Token) bool {
    return token.id == .a or token.id == .an;
}

fn fromFahrenheit(value: f64) f64 {
    return (value - 32) * 5 / 9;
}

/// Two decimals, halves up.
fn rounded(value: f64) f64 {
    return @floor(value * 100 + 0.5) / 100;
}

/// The value of a number in digits; a comma is a decimal point unless three digits follow. None for what is no single number (dates, versions).
fn digits(word: []const u8) ?f64 {
    if (word.len > 9) return null;
    var all: u32 = 0; // up to nine digits, so that the division below is as exact as reading them
    var point: ?usize = null;
    for (word, 0..) |c, n| {
        if (c == '.' or c == ',') {
            if (point != null) return null;
            point = n;
        } else all = all * 10 + (c - '0');
    }
    const value: f64 = @floatFromInt(all);
    const n = point orelse return value;
    const decimals = word.len - n - 1;
    if (word[n] == ',' and decimals == 3) return value;
    const powers = [_]f64{ 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8 };
    return value / powers[decimals];
}

test digits {
    const expect = std.testing.expectEqual;
    try expect(101.5, digits("101.5"));
    try expect(101.5, digits("101,5"));
    try expect(1200, digits("1,200"));
    try expect(null, digits("1.2.3"));
    try expect(999999999, digits("999999999"));
    try expect(null, digits("1234567890"));
}
