using System.Text.Json;

namespace Angioboard.Core.Evaluation.Predictions;

/// <summary>The precision of written numbers.</summary>
internal static class WrittenNumbers
{
    /// <summary>
    /// The unit of the last place of a number below 1: of its decimals, or, where all numbers are of that kind, of bfloat16 (8 bits) or
    /// float16 (11 bits).
    /// </summary>
    /// <param name="list">A list of numbers in JSON.</param>
    public static double Unit(ReadOnlySpan<byte> list)
    {
        int places = 1;
        bool brain = true, half = true;
        Utf8JsonReader reader = new(list);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.Number) continue;
            places = Math.Max(places, Places(reader.ValueSpan));
            if (!(brain || half) || !reader.TryGetDouble(out double value)) continue;
            brain &= value == (float)value && (BitConverter.SingleToUInt32Bits((float)value) & 0xffff) == 0;
            half &= value == (double)(Half)value;
        }
        return Math.Max(Math.Pow(10, -places), brain ? 1.0 / (1 << 8) : half ? 1.0 / (1 << 11) : 0);
    }

    /// <summary>The digits from the first that is not 0, as numbers below 1 have them, and of others those behind the point.</summary>
    private static int Places(ReadOnlySpan<byte> number)
    {
        int point = number.IndexOf((byte)'.'), exponent = number.IndexOfAny((byte)'e', (byte)'E');
        ReadOnlySpan<byte> digits = exponent < 0 ? number : number[..exponent];
        bool whole = exponent < 0 && digits[..(point < 0 ? digits.Length : point)].IndexOfAnyInRange((byte)'1', (byte)'9') >= 0;
        if (whole) return point < 0 ? 0 : digits.Length - point - 1;
        int first = digits.IndexOfAnyInRange((byte)'1', (byte)'9');
        return first < 0 ? 0 : digits.Length - first - (point > first ? 1 : 0);
    }
}
