using System.ComponentModel;
using System.Reflection;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Lists.Columns;

namespace Angioboard.Dashboard.NewRun;

/// <summary>A setting as a field of the form.</summary>
public sealed record SettingField
{
    private static readonly RunSettings Defaults = new();

    private readonly TypedSetting typed;

    private SettingField(string name, PropertyInfo property)
    {
        Type plain = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        typed = TypedSetting.Find(name);
        Title = TitleOf(name);
        Category = property.GetCustomAttribute<CategoryAttribute>()!.Category;
        Description = property.GetCustomAttribute<DescriptionAttribute>()!.Description;
        Options = plain.IsEnum ? SettingsFile.Kind(plain).Split(" or ") : plain == typeof(bool) ? ["true", "false"] : [];
        Default = Text(SettingsFile.ToJson(Defaults)[name]);
    }

    /// <summary>Every setting, in the order of the record.</summary>
    public static IReadOnlyList<SettingField> All { get; } =
        [.. SettingsFile.Names.Select(setting => new SettingField(setting.Key, setting.Value))];

    /// <summary>The settings that most runs change, in display order.</summary>
    public static IReadOnlyList<SettingField> Common { get; } =
        [.. new[] { "max_frames", "max_frames_span", "lr", "epochs", "batch_size", "seed", "backbone", "device" }.Select(Find)];

    /// <summary>The others, by category in the order of the record.</summary>
    public static IReadOnlyList<IGrouping<string, SettingField>> Advanced { get; } =
        [.. All.Except(Common).GroupBy(field => field.Category)];

    /// <summary>Its name in files: <c>max_frames</c>.</summary>
    public string Name => typed.Name;

    /// <summary>Its label: <c>Max frames</c>.</summary>
    public string Title { get; }

    /// <summary>The group that it is shown in.</summary>
    public string Category { get; }

    /// <summary>The description.</summary>
    public string Description { get; }

    /// <summary>How it is entered.</summary>
    public SettingKind Kind => typed.Kind;

    /// <summary>The values to choose from; empty if any value can be entered.</summary>
    public IReadOnlyList<string> Options { get; }

    /// <summary>Whether it may be empty; the description says what that means.</summary>
    public bool MayBeEmpty => typed.MayBeEmpty;

    /// <summary>The default as text.</summary>
    public string Default { get; }

    /// <summary>Whether several values can be given, one run each.</summary>
    public bool CanVary => typed.CanVary;

    /// <summary>The field of a setting.</summary>
    public static SettingField Find(string name) => All.Single(field => field.Name == name);

    /// <summary>A value as text in the form; empty if it is not set.</summary>
    public string Text(System.Text.Json.Nodes.JsonNode? value) =>
        value is null && Name != "max_frames" ? "" : SettingsDifference.Text(Name, value);

    /// <summary>Whether all words of a search occur in its name, label, category or description.</summary>
    public bool Matches(string search) => search.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
        Name.Contains(word, StringComparison.OrdinalIgnoreCase) || Title.Contains(word, StringComparison.OrdinalIgnoreCase)
        || Category.Contains(word, StringComparison.OrdinalIgnoreCase) || Description.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string TitleOf(string name) => name switch
    {
        "lr" => "Learning rate",
        "datadir" => "Frame folder",
        "split" => "Split file",
        "max_frames_span" => "Which frames",
        "hflip_probability" => "Horizontal flip probability",
        "vflip_probability" => "Vertical flip probability",
        "num_classes" => "Number of classes",
        "num_layers" => "GRU layers",
        "hidden_dim" => "GRU width",
        "grad_clip" => "Gradient clipping",
        "accumulate_grad_batches" => "Accumulate gradients over batches",
        "init_weight" => "Initial weights",
        "weights" => "Averaged or raw weights",
        _ => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' '),
    };
}
