using System.Globalization;

namespace Angioboard.Dashboard.NewRun;

/// <summary>Several values of one setting, as one types them: <c>1e-4, 3e-4</c>, or <c>1-5</c> for whole numbers.</summary>
public static class ValueList
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
}
