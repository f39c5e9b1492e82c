using System.Globalization;
using System.Text.RegularExpressions;

namespace Angioboard.Dashboard.NewRun;

/// <summary>Several values of one setting, as one types them: <c>1e-4, 3e-4</c>, or <c>1-5</c> for whole numbers.</summary>
public static partial class ValueList
{
    private const int LongestRange = 1000;

    /// <summary>The values of a text; a single one where the setting takes no list.</summary>
    public static IReadOnlyList<string> Of(SettingField field, string text)
    {
        if (!field.CanVary) return [text];
        string[] parts = [.. Parts(text).Where(part => part.Length > 0)];
        if (parts.Length == 0) return [text.Trim()];
        return field.Kind == FieldKind.Whole ? [.. parts.SelectMany(Range)] : parts;
    }

    /// <summary>
    /// What is wrong with a text whose comma may stand within a number: where digits touch it on both sides, and the setting takes fractions
    /// (<c>0,01</c>) or a group of thousands follows (<c>1,000</c>). Null if the commas are plain.
    /// </summary>
    public static string? Problem(SettingField field, string text)
    {
        if (!field.CanVary || field.Kind is not (FieldKind.Whole or FieldKind.Number)) return null;
        bool whole = field.Kind == FieldKind.Whole;
        if ((whole ? Thousands() : DecimalComma()).Match(text) is not { Success: true, Value: var found }) return null;
        string one = whole ? found.Replace(",", "", StringComparison.Ordinal) : found.Replace(".", "", StringComparison.Ordinal).Replace(',', '.');
        return $"{found} may be one number or several; write {one} for one, or {found.Replace(",", ", ", StringComparison.Ordinal)} with a blank after the comma for several";
    }

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
        int dash = part.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0 && Whole(part[..dash]) is { } from && Whole(part[(dash + 1)..]) is { } to && from <= to && to - from < LongestRange)
        {
            for (long value = from; value <= to; value++) yield return value.ToString(CultureInfo.InvariantCulture);
        }
        else
        {
            yield return part;
        }
    }

    private static long? Whole(string text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;

    // 0,01 and 1,5e-4 and 1.000,5; not 1e-4,3e-4 and 0.1,0.2, which are no number with a comma.
    [GeneratedRegex(@"(?<![\w.+-])[+-]?([0-9]+|[1-9][0-9]{0,2}(\.[0-9]{3})+),[0-9]+([eE][+-]?[0-9]+)?(?![\w.])")]
    private static partial Regex DecimalComma();

    // 1,000: nobody begins a value of a list by a zero.
    [GeneratedRegex(@"(?<![\w.+-])[1-9][0-9]{0,2}(,[0-9]{3})*,0[0-9]{2}(,[0-9]{3})*(?!\w)")]
    private static partial Regex Thousands();
}
