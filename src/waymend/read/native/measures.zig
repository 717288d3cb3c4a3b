//! Numbers with their units, everyday sizes and times, as answers to the guide's numbers (measures.py).
const std = @import("std");
const t = @import("types.zig");
const bundle = @import("bundle.zig");
const durations = @import("durations.zig");
const numbers = @import("numbers.zig");
const vitals = @import("vitals.zig");
const Numbers = numbers.Numbers;
const Reader = @import("reader.zig").Reader;

/// In what a number is counted, as far as the code asks.
const Counted = enum {
    hours,
    days,
    weeks,
    months,
    years,
    other,

    pub fn hoursOf(c: Counted) f64 {
        return switch (c) {
            .hours => 1,
            .days, .other => numbers.day,
            .weeks => numbers.week,
            .months => numbers.year / 12.0,
            .years => numbers.year,
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

pub const Groups = enum { lengths, times };

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
        var s = Numbers{ .m = m, .a = a, .by = by, .found = found, .start = start, .end = end, .hits = hits, .near = near, .now = now };
        try vitals.vitalSigns(&s);
        try everydaySizes(&s);
        try durations.moments(&s);
        var n: i64 = start;
        while (n < end) {
            n = if (!s.mayCount(n)) n + 1 else if (s.numberAt(n)) |value| try withUnit(&s, n, value) else n + 1;
        }
        return s.out.items;
    }

    pub fn ofName(m: *const Measures, name: t.Name) *const Told {
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

fn everydaySizes(s: *Numbers) t.Failed!void {
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
fn withUnit(s: *Numbers, n: i64, told: numbers.Number) t.Failed!i64 {
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
            if (factor == numbers.week and last == hit.first and s.word(hit.last).isNumber() and s.word(@as(i64, hit.last) + 1).id == .d) {
                try s.give(m.pregnancy, told.value, n, @as(i64, hit.last) + 2, true); // "34w0d"
                return @as(i64, hit.last) + 2;
            }
            try durations.ofTime(s, n, hit.last, latest * factor, factor);
        },
        .length => if (s.nearest(.lengths, n, hit.last)) |finding| try s.give(finding, most * factor, n, hit.last, false),
        .age => if (!s.isTaken(n) and std.mem.indexOfScalar(u8, s.found.word(@intCast(n)), '.') == null) try s.give(m.age, told.value, n, hit.last, true),
        .pregnancy => try s.give(m.pregnancy, told.value * factor, n, hit.last, true),
    }
    return hit.last;
}
