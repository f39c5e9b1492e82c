using System.Globalization;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Comparison;

/// <summary>A label on an axis.</summary>
/// <param name="At">Its place, from 0 to 1.</param>
/// <param name="Text">The label.</param>
public readonly record struct SweepTick(double At, string Text);

/// <summary>A setting or a metric over several runs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Texts">Each run's value as text.</param>
/// <param name="Places">Each run's place on the axis, from 0 to 1; null without a value.</param>
/// <param name="Ticks">The labels, from low to high.</param>
/// <param name="Logarithmic">Whether the axis is logarithmic.</param>
public sealed record SweepAxis(
    string Name, IReadOnlyList<string> Texts, IReadOnlyList<double?> Places, IReadOnlyList<SweepTick> Ticks, bool Logarithmic)
{
    private const int MostTicks = 8;

    private const double Decade = 10;

    /// <summary>An axis of texts; of numbers if all of them are.</summary>
    public static SweepAxis Of(string name, IReadOnlyList<string> texts)
    {
        double[] numbers = [.. texts.Select(Number).OfType<double>()];
        return numbers.Length == texts.Count
            ? OfNumbers(name, [.. numbers.Select(number => (double?)number)], texts)
            : OfWords(name, texts);
    }

    /// <summary>An axis of numbers. It is logarithmic if they are positive and span at least a decade.</summary>
    public static SweepAxis OfNumbers(string name, IReadOnlyList<double?> values, IReadOnlyList<string> texts, bool mayBeLogarithmic = true)
    {
        double[] known = [.. values.OfType<double>().Distinct().Order()];
        if (known.Length == 0) return new SweepAxis(name, texts, [.. values.Select(_ => (double?)null)], [], false);
        (double low, double high) = (known[0], known[^1]);
        bool logarithmic = mayBeLogarithmic && low > 0 && high / low >= Decade;
        double[] marked = known.Length <= MostTicks ? known : [.. Enumerable.Range(0, 5).Select(Between)];
        return new SweepAxis(name, texts, [.. values.Select(value => value is { } v ? Place(v) : (double?)null)],
            [.. marked.Select(value => new SweepTick(Place(value), Text(value)))], logarithmic);

        double Place(double value) => high == low ? 0.5
            : logarithmic ? Math.Log(value / low) / Math.Log(high / low) : (value - low) / (high - low);

        double Between(int quarter) => logarithmic ? low * Math.Pow(high / low, quarter / 4.0) : low + (high - low) * quarter / 4;
    }

    private static SweepAxis OfWords(string name, IReadOnlyList<string> texts)
    {
        string[] words = [.. texts.Distinct().Order(NaturalOrder.Comparer)];
        return new SweepAxis(name, texts, [.. texts.Select(text => (double?)Place(Array.IndexOf(words, text)))],
            [.. words.Select((word, index) => new SweepTick(Place(index), word))], false);

        double Place(int index) => words.Length == 1 ? 0.5 : index / (words.Length - 1.0);
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : null;

    private static string Text(double value)
    {
        string text = value.ToString("0.####", CultureInfo.InvariantCulture);
        return Math.Abs(value) is >= 1e-3 and < 1e6 or 0 ? text : value.ToString("0.#e0", CultureInfo.InvariantCulture);
    }
}
