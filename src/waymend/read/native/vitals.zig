//! Vital signs: by their names ("HR 130", "a 103 fever"), or by numbers that can be nothing else ("88/50", "101.5F") (vitals.py).
const std = @import("std");
const t = @import("types.zig");
const numbers = @import("numbers.zig");
const Numbers = numbers.Numbers;
const digits = numbers.digits;

const after_a_name = 6; // tokens between the name of a vital sign and its number
const bare_low = 99.5; // °F: a number with a decimal that can be nothing else
const bare_high = 106.0;
const cold = 35.5; // °C: a number with one decimal that is a part of the sentence by itself
const hot = 41.9;

/// The vital signs of a sentence; what they take is no age (`taken`).
pub fn vitalSigns(s: *Numbers) t.Failed!void {
    const m = s.m;
    for (s.hits) |hit| if (hit.layer == .vital) for (hit.meanings) |meaning| {
        const finding = meaning.about;
        const before = @as(i64, hit.first) - 1;
        if (afterName(s, hit, finding)) |n| {
            try vital(s, finding, n);
            try s.taken.append(s.a, n);
        } else if (s.word(before).isNumber() and !s.isTaken(before) and s.unitAt(hit.first) == null) try beforeName(s, finding, before, hit);
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
        if (temperature(s, n, false)) |celsius| {
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
fn afterName(s: *const Numbers, hit: t.Hit, finding: t.Name) ?i64 {
    const list = s.found.list;
    const single = hit.last == hit.first + 1 and list[hit.first].len == 1;
    if (single and hit.first > s.start and list[hit.first - 1].end() == list[hit.first].start and !list[hit.first - 1].in("(/")) return null; // the P of G1P0
    const reach: u32 = if (finding == s.m.age or single) 2 else after_a_name;
    var n: i64 = hit.last;
    while (n < @min(@as(i64, hit.last) + reach, s.end)) : (n += 1) {
        const token = s.word(n);
        if (token.isNumber()) return if (single and isCode(s, hit, n)) null else n;
        if (reach == 2 and !token.in(":=")) return null;
        if (!(token.isGap() or token.flags.before_number)) return null;
    }
    return null;
}

/// Whether a letter and a number are a code of a disease: "T40.4X1A", "T40.411".
fn isCode(s: *const Numbers, hit: t.Hit, n: i64) bool {
    const number = s.word(n);
    if (n != hit.last or number.start != s.found.list[hit.first].end()) return false;
    const after = s.word(n + 1);
    if (after.isWord() and after.start == number.end() and after.id != .c and after.id != .f) return true;
    const point = std.mem.indexOfScalar(u8, s.letters(n), '.') orelse return false;
    return s.letters(n).len - point - 1 > 2;
}

/// A number before what it is: "a 103 fever", "30 breaths a minute", "pulse 130 bpm".
fn beforeName(s: *Numbers, finding: t.Name, n: i64, hit: t.Hit) t.Failed!void {
    if (finding == s.m.age or (finding != s.m.temperature and hit.last == hit.first + 1 and s.word(hit.first).len == 1)) return;
    const value = (if (finding == s.m.temperature) temperature(s, n, true) else digits(s.letters(n))) orelse return;
    try s.taken.append(s.a, n);
    try s.give(finding, value, n, hit.last, false);
}

fn vital(s: *Numbers, finding: t.Name, n: i64) t.Failed!void {
    const value = digits(s.letters(n)) orelse return;
    if (finding == s.m.age and std.mem.indexOfAny(u8, s.letters(n), ".,") != null) {
        if (cold <= value and value <= hot) try s.give(s.m.temperature, value, n, n + 1, false); // "I'm 38.1"
    } else if (finding == s.m.temperature) {
        if (temperature(s, n, true)) |celsius| try s.give(finding, celsius, n, n + 1, false);
    } else if (finding == s.m.pressure or (s.unitAt(s.skip(n + 1, "")) == null and s.word(n + 1).sign != '/')) {
        try s.give(finding, value, n, n + 1, false);
    }
}

/// A body temperature in °C from a number in °F or °C. Without its name a number needs a degree sign or letter; its size may tell the unit.
fn temperature(s: *const Numbers, n: i64, named_so: bool) ?f64 {
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
        if (cold <= value and value <= hot and isAlone(s, n)) return value; // "fever, 38.4; smear sent"
        const bare = bare_low <= value and value <= bare_high and std.mem.indexOfScalar(u8, s.letters(n), '.') != null;
        return if (bare) fromFahrenheit(value) else null;
    }
    if (!named_so and !degree and value < 90 and (after > n + 1 or letter == 'f') and std.mem.indexOfAny(u8, s.letters(n), ".,") == null) return null;
    if (letter == 'f' or (letter == 0 and value >= 90)) return if (value > 60) fromFahrenheit(value) else null;
    if (letter == 0 and !(34 <= value and value <= 43)) return null;
    return value;
}

/// Whether a number with one decimal stands alone between signs.
fn isAlone(s: *const Numbers, n: i64) bool {
    const number = s.letters(n);
    if (number.len < 2 or number[number.len - 2] != '.') return false;
    for ([_]*const t.Token{ s.word(n - 1), s.word(n + 1) }) |beside| {
        if (!(beside == &numbers.nothing or beside.in(",.;") or beside.isGap())) return false;
    }
    return true;
}

/// Whether two numbers can be a blood pressure in mmHg.
fn isPressure(top: f64, bottom: f64) bool {
    return 60 <= top and top <= 260 and 25 <= bottom and bottom < top;
}

fn fromFahrenheit(value: f64) f64 {
    return (value - 32) * 5 / 9;
}
