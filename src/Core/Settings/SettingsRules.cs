using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Angioboard.Core.Models;
using Angioboard.Core.Models.Hub;

namespace Angioboard.Core.Settings;

/// <summary>Validates settings and resolves the unset ones.</summary>
public static class SettingsRules
{
    /// <summary>Every value out of range and every contradiction, one line each, by the setting's name; empty if valid.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="unread">Names of settings whose values could not be read; they are not checked.</param>
    public static IEnumerable<string> Problems(RunSettings settings, params IReadOnlyCollection<string> unread)
    {
        foreach ((string name, PropertyInfo property) in SettingsFile.Names)
        {
            object? value = property.GetValue(settings);
            if (value is double number && !double.IsFinite(number))
                yield return $"{name}: must be a finite number";
            else if (property.GetCustomAttribute<RangeAttribute>() is { } range && value is not null && !range.IsValid(value))
                yield return $"{name}: {JsonSerializer.Serialize(value)} must be {Bounds(range)}";
            if (value is string text && (string.IsNullOrWhiteSpace(text) || text.Contains('\0')))
                yield return $"{name}: is empty; give a value or leave it out";
        }
        if (settings.ScaleMin > settings.ScaleMax && Read("scale_min", "scale_max")) yield return "scale_min: must not be above scale_max";
        if (settings.ClassNames is { } names)
        {
            if (names.Count < 2) yield return "class_names: name two classes or more, separated by commas";
            if (names.Distinct().Count() != names.Count)
                yield return "class_names: two classes have the same name; give each a different one";
            if (names.Any(string.IsNullOrWhiteSpace)) yield return "class_names: a name is empty; name every class";
            if (settings.NumClasses is { } count && count != names.Count)
                yield return $"num_classes: {count}, but class_names has {names.Count} names; give only one of them or make them agree";
        }
        if (settings.Scheduler == SchedulerKind.None && settings.WarmupSteps > 0 && Read("scheduler"))
            yield return "warmup_steps: only the cosine scheduler has a warmup; set scheduler to cosine or warmup_steps to 0";
        if (!DeviceSetting.IsValid(settings.Device))
            yield return $"device: {settings.Device} is not auto, cpu, cuda, cuda:N or slurm:PARTITION";
        if (Read("backbone") && BackboneProblem(settings) is { } problem) yield return problem;

        bool Read(params ReadOnlySpan<string> both) => !both.ContainsAny([.. unread]);
    }

    /// <summary>Requires a split file and a data folder.</summary>
    /// <exception cref="InputException">One or both are missing.</exception>
    public static void RequireData(RunSettings settings)
    {
        List<string> missing = [];
        if (settings.Split is null) missing.Add("split: missing; give the split file with --split");
        if (settings.Datadir is null) missing.Add("datadir: missing; give the folder of the frames with --datadir");
        if (missing.Count > 0) throw new InputException(missing);
    }

    /// <summary>The settings with every unset value resolved: classes, image size, normalizer, pretrained, threads, full paths.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="devices">Devices that runs on this machine use at the same time: they share its CPU cores.</param>
    public static RunSettings Resolve(RunSettings settings, int devices = 1)
    {
        BackboneSpec spec = BackboneSpec.Parse(settings.Backbone);
        bool named = spec.IsNamed;
        settings = PathSettings.Change(settings, Full);
        int classes = settings.NumClasses ?? settings.ClassNames?.Count ?? 5;
        return settings with
        {
            NumClasses = classes,
            ClassNames = settings.ClassNames ?? [.. Enumerable.Range(0, classes).Select(c => $"{c}")],
            ImageSize = settings.ImageSize ?? spec.ImageSize,
            Pretrained = settings.Pretrained ?? (named ? PretrainedWeights.Hub : PretrainedWeights.None),
            Normalizer = settings.Normalizer ?? (named ? NormalizerKind.Backbone : NormalizerKind.Dataset),
            Threads = settings.Threads ?? ThreadShare.Of(Environment.ProcessorCount, devices),
        };
    }

    // A run's settings.json must not depend on the current folder.
    private static string Full(string name, string value) =>
        PathSettings.IsPath(name, value, Environment.CurrentDirectory) ? Path.GetFullPath(value) : value;

    private static string? BackboneProblem(RunSettings settings)
    {
        try
        {
            BackboneSpec spec = BackboneSpec.Parse(settings.Backbone);
            if (settings.ImageSize is { } size) spec = spec.WithImageSize(size);
            return settings.Pretrained == PretrainedWeights.Hub && !spec.IsNamed
                ? $"pretrained: the hub has no weights for {spec.Name}; use none or a file"
                : null;
        }
        catch (InputException e)
        {
            return e.Message;
        }
    }

    private static string Bounds(RangeAttribute range) =>
        $"{(range.MinimumIsExclusive ? "above" : range.MaximumIsExclusive ? "at least" : "from")} {range.Minimum} " +
        $"{(range.MaximumIsExclusive ? "and below" : range.MinimumIsExclusive ? "and at most" : "to")} {range.Maximum}";
}
