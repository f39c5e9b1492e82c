using System.Text;
using System.Text.RegularExpressions;
using Angioboard.Core;

namespace Angioboard.Faults.Fuzz.Mutations;

/// <summary>Damage to JSON that mostly keeps it valid: values of other types and sizes, repeated keys, text that is not Unicode.</summary>
internal static partial class JsonMutations
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "1e400", "-1e400", "1e-400", "0.1", "-0.0", "2147483648", "9223372036854775807",
        "9223372036854775808", "1E5", "00", "1.",
        "NaN", "Infinity", "-Infinity", "\"\"", "\"NaN\"", "\"a\"", "[]", "{}", "[[]]", "[null]", "[1,2,3]", "{\"a\":1}",
        "{\"a\":1,\"a\":2}", "\"\\ud800\"", "{\"\\ud800\":1}", "\"\\udc00x\"",
        "\"\\u0000\"", "\"a\\nb\\u001b[2J\"", "\"..\"", "\"/etc/passwd\"", "\"../../x/1.jpg\"", "\"a/b\\u0000/1.jpg\"", "\"(a+)+$\"",
        "\"(\"", "undefined", "'a'", "// c\n1", "\u00e9",
    ];

    private static readonly string[] Marks = ["\0", "{", "}", "[", "]", ",", ":", "\"", "\\", "\n", "\u001b", "/*"];

    public static byte[] Change(byte[] file, SeededRandom random)
    {
        // Latin-1 keeps every byte, whatever the encoding is.
        string text = Encoding.Latin1.GetString(file);
        MatchCollection tokens = Token().Matches(text);
        if (tokens.Count == 0) return file;
        Match token = tokens[random.NextInt(tokens.Count)];
        string changed = random.NextInt(14) switch
        {
            < 6 => Replace(text, token, Values[random.NextInt(Values.Length)]),
            6 => Replace(text, token, tokens[random.NextInt(tokens.Count)].Value),
            7 => Replace(text, token, ""),
            8 => Replace(text, token, $"{token.Value},{token.Value}"),
            9 => Replace(text, token, Deep(1 << (3 + random.NextInt(14)), random)),
            10 => Replace(text, token, $"\"{Long(random)}\""),
            11 => Replace(text, token, Digits(random)),
            12 => text.Insert(token.Index, Marks[random.NextInt(Marks.Length)]),
            _ => random.Chance(0.5) ? "\u00ef\u00bb\u00bf" + text : KeyTwice(text, random),
        };
        return Encoding.Latin1.GetBytes(changed);
    }

    private static string Replace(string text, Match token, string by) => text[..token.Index] + by + text[(token.Index + token.Length)..];

    private static string Deep(int depth, SeededRandom random) => random.NextInt(3) switch
    {
        0 => new string('[', depth) + new string(']', depth),
        1 => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth),
        _ => new string('[', depth),
    };

    private static string Long(SeededRandom random) => new((char)('a' + random.NextInt(26)), 1 << (8 + random.NextInt(11)));

    private static string Digits(SeededRandom random) => new((char)('1' + random.NextInt(9)), 1 << (3 + random.NextInt(13)));

    private static string KeyTwice(string text, SeededRandom random)
    {
        MatchCollection keys = Key().Matches(text);
        if (keys.Count < 2) return text;
        return Replace(text, keys[random.NextInt(keys.Count)], keys[random.NextInt(keys.Count)].Value);
    }

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|-?[0-9][0-9.eE+-]*|true|false|null|[\\[\\]{}:,]")]
    private static partial Regex Token();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"(?=\\s*:)")]
    private static partial Regex Key();
}
