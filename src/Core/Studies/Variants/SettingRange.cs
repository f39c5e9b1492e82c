using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Studies.Variants;

/// <summary>The values of a setting that a random search draws from.</summary>
/// <param name="Setting">The setting's name in files.</param>
public abstract record SettingRange(string Setting)
{
    private static readonly string[] logarithmic = ["lr", "weight_decay"];

    /// <summary>The usual range of two numbers: logarithmic for lr and weight_decay, whole numbers where the setting has them.</summary>
    /// <param name="setting">The setting's name in files.</param>
    /// <param name="low">The lowest value.</param>
    /// <param name="high">The highest value.</param>
    public static SettingRange Of(string setting, double low, double high) =>
        logarithmic.Contains(setting) ? new LogUniformRange(setting, low, high)
        : IsWhole(setting) && IsWhole(low) && IsWhole(high) ? new IntegerRange(setting, (int)low, (int)high)
        : new UniformRange(setting, low, high);

    /// <summary>What is wrong with it, beginning with the setting's name; null if nothing is.</summary>
    public string? Problem() => VariedSettings.Problem(Setting) ?? Fault()
        ?? Ends().SelectMany(end => VariedSettings.Problems(new JsonObject { [Setting] = end?.DeepClone() }, new RunSettings()))
            .FirstOrDefault(problem => problem.StartsWith($"{Setting}: ", StringComparison.Ordinal));

    /// <summary>A value.</summary>
    public abstract JsonNode? Draw(SeededRandom random);

    /// <summary>The values that must be valid for all others to be.</summary>
    protected abstract IEnumerable<JsonNode?> Ends();

    /// <summary>What is wrong with the range itself.</summary>
    protected abstract string? Fault();

    /// <summary>What is wrong with the ends of a range of numbers.</summary>
    protected string? FaultOf(double low, double high)
    {
        string range = string.Create(CultureInfo.InvariantCulture, $"{low} to {high}").Replace('E', 'e');
        return !double.IsFinite(low) || !double.IsFinite(high) ? $"{Setting}: {range} is not a range; give two numbers"
            : low >= high ? $"{Setting}: {range} is not a range; give the lower number first"
            : null;
    }

    /// <summary>
    /// A number with three digits: enough for a search, short in names, and the same on machines whose logarithms differ in the last bit.
    /// </summary>
    protected static double Rounded(double value, double low, double high) =>
        Math.Clamp(double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), low, high);

    /// <summary>Whether a setting's values are whole numbers.</summary>
    private static bool IsWhole(string setting) => SettingsFile.Names.TryGetValue(setting, out PropertyInfo? property)
        && (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { } type
        && (type == typeof(int) || type == typeof(long));

    private static bool IsWhole(double value) => Math.Abs(value) <= int.MaxValue && Math.Floor(value) == value;
}

/// <summary>All numbers in a range alike.</summary>
public sealed record UniformRange(string Setting, double Low, double High) : SettingRange(Setting)
{
    /// <inheritdoc/>
    public override JsonNode? Draw(SeededRandom random) => Rounded(random.Uniform(Low, High), Low, High);

    /// <inheritdoc/>
    protected override IEnumerable<JsonNode?> Ends() => [Low, High];

    /// <inheritdoc/>
    protected override string? Fault() => FaultOf(Low, High);
}

/// <summary>Each factor in a range alike (Bergstra and Bengio, 2012): as many values from 1e-5 to 1e-4 as from 1e-4 to 1e-3.</summary>
public sealed record LogUniformRange(string Setting, double Low, double High) : SettingRange(Setting)
{
    /// <inheritdoc/>
    public override JsonNode? Draw(SeededRandom random) => Rounded(Math.Exp(random.Uniform(Math.Log(Low), Math.Log(High))), Low, High);

    /// <inheritdoc/>
    protected override IEnumerable<JsonNode?> Ends() => [Low, High];

    /// <inheritdoc/>
    protected override string? Fault() => FaultOf(Low, High)
        ?? (Low > 0 ? null : $"{Setting}: a logarithmic range begins above 0; give a lowest value such as 1e-6");
}

/// <summary>All whole numbers in a range alike, both ends included.</summary>
public sealed record IntegerRange(string Setting, int Low, int High) : SettingRange(Setting)
{
    /// <inheritdoc/>
    public override JsonNode? Draw(SeededRandom random) => Low + random.NextInt(High - Low + 1);

    /// <inheritdoc/>
    protected override IEnumerable<JsonNode?> Ends() => [Low, High];

    /// <inheritdoc/>
    protected override string? Fault() => FaultOf(Low, High)
        ?? ((long)High - Low < int.MaxValue ? null : $"{Setting}: {Low} to {High} is too wide; give a narrower range");
}

/// <summary>One of some values, each alike.</summary>
public sealed record ChoiceRange(string Setting, IReadOnlyList<JsonNode?> Values) : SettingRange(Setting)
{
    /// <inheritdoc/>
    public override JsonNode? Draw(SeededRandom random) => Values[random.NextInt(Values.Count)]?.DeepClone();

    /// <inheritdoc/>
    protected override IEnumerable<JsonNode?> Ends() => Values;

    /// <inheritdoc/>
    protected override string? Fault() => Values.Count == 0 ? $"{Setting}: has no value to choose from; give two or more" : null;
}
