using System.Globalization;
using System.Text.RegularExpressions;

namespace Angioboard.Jobs.Launches;

/// <summary>Several values of one setting, as typed: <c>1e-4, 3e-4</c>, or <c>1-5</c> for whole numbers.</summary>
public static partial class ValueList
{
    private const int LongestRange = 1000;

    /// <summary>The values of a text; a single value if the setting takes no list.</summary>
    public static IReadOnlyList<string> Of(TypedSetting setting, string text)
    {
        if (!setting.CanVary) return [text];
        string[] parts = [.. Parts(text).Where(part => part.Length > 0)];
        if (parts.Length == 0) return [text.Trim()];
        return setting.Kind == SettingKind.Whole ? [.. parts.SelectMany(Range)] : parts;
    }

    /// <summary>
    /// The problem with a text whose comma may be part of a number: no space follows it, and three digits follow as in thousands
    /// (<c>1,000</c>), or the setting takes fractions (<c>0,01</c>). Null if the commas are unambiguous.
    /// </summary>
    public static string? Problem(TypedSetting setting, string text)
    {
        if (!setting.CanVary || setting.Kind is not (SettingKind.Whole or SettingKind.Number)) return null;
        bool fractions = setting.Kind == SettingKind.Number;
        if (Thousands().Match(text) is { Success: true } grouped)
        {
            string one = Unspaced(grouped.Value.Replace(",", "", StringComparison.Ordinal));
            if (!fractions || grouped.Groups["group"].Captures.Count > 1 || grouped.Groups["fraction"].Success)
                return Ambiguous(grouped.Value, $"{one} for one number");
            string digits = grouped.Groups["group"].Value[^3..].TrimEnd('0');
            string point = $"{grouped.Groups["first"].Value}{(digits.Length > 0 ? "." : "")}{digits}{grouped.Groups["exponent"].Value}";
            return Ambiguous(grouped.Value, $"{point} or {one} for one number, whichever you mean");
        }
        if (!fractions) return null;
        if (DecimalComma().Match(text) is { Success: true, Value: var found })
        {
            string one = Unspaced(found.Replace(".", "", StringComparison.Ordinal).Replace(',', '.'));
            return Ambiguous(found, $"{one} for one number");
        }
        return BareComma().Match(text) is { Success: true, Value: var bare }
            ? $"{bare} is ambiguous; write 0.{bare[1..]} or {bare[1..]}, whichever you mean"
            : null;
    }

    private static string Ambiguous(string found, string one)
    {
        string which = found.Count(sign => sign == ',') > 1 ? "each" : "the";
        string several = Unspaced(found).Replace(",", ", ", StringComparison.Ordinal);
        return $"{found} is ambiguous; write {one}, or {several} (with a space after {which} comma) for several";
    }

    private static string Unspaced(string text) => string.Concat(text.Where(sign => !char.IsWhiteSpace(sign)));

    // Commas inside parentheses belong to a shape such as vit(img=32,patch=8,…).
    private static IEnumerable<string> Parts(string text)
    {
        int depth = 0, start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '(') depth++;
            else if (text[i] == ')') depth--;
            else if (text[i] == ',' && depth <= 0)
            {
                yield return text[start..i].Trim();
                start = i + 1;
            }
        }
        yield return text[start..].Trim();
    }

    private static IEnumerable<string> Range(string part)
    {
        if (WholeRange.Of(part, LongestRange) is { } range)
        {
            foreach (long value in range) yield return value.ToString(CultureInfo.InvariantCulture);
        }
        else
        {
            yield return part;
        }
    }

    // 0,01 and 0 ,01 and 1,5e-4 and 1.000,5; not 1e-4,3e-4 and 0.1,0.2, which are not numbers with a comma.
    [GeneratedRegex(@"(?<![\w.]|[eE][+-])[+-]?([0-9]+|[1-9][0-9]{0,2}(\.[0-9]{3})+)\s*,[0-9]+([eE][+-]?[0-9]+)?(?!\w|\.[0-9])")]
    private static partial Regex DecimalComma();

    // 1,500 and 1 ,500 and 1,234,567 and 1,000.5, also at an end of a range (1-1,000); not 0,100 and 1000,500, which are not valid
    // grouping.
    [GeneratedRegex(@"(?<![\w.]|[eE][+-])(?<first>[+-]?[1-9][0-9]{0,2})(?<group>\s*,[0-9]{3})+(?<fraction>\.[0-9]*)?(?<exponent>[eE][+-]?[0-9]+)?(?![\w.])")]
    private static partial Regex Thousands();

    // ,5 for 0.5, with no number before the comma.
    [GeneratedRegex(@"(?<=(^|[,;])\s*),[0-9]+([eE][+-]?[0-9]+)?(?!\w|\.[0-9])")]
    private static partial Regex BareComma();
}
