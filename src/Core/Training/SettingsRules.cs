using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Angioboard.Core.Models;

namespace Angioboard.Core.Training;

/// <summary>What must hold of settings, and what their open ends come to.</summary>
public static partial class SettingsRules
{
    /// <summary>Every value out of range and every contradiction, a line each, by the setting's name; empty when all is well.</summary>
    public static IEnumerable<string> Problems(RunSettings settings)
    {
        foreach ((string name, PropertyInfo property) in SettingsFile.Names)
        {
            object? value = property.GetValue(settings);
            if (property.GetCustomAttribute<RangeAttribute>() is { } range && value is not null && !range.IsValid(value))
                yield return $"{name}: {JsonSerializer.Serialize(value)} must be {Bounds(range)}";
            if (value is double number && !double.IsFinite(number)) yield return $"{name}: must be a finite number";
        }
        if (settings.ScaleMin > settings.ScaleMax) yield return "scale_min: must not be above scale_max";
        if (settings.ClassNames is { } names)
        {
            if (names.Count < 2) yield return "class_names: name two classes or more, separated by commas";
            if (names.Distinct().Count() != names.Count) yield return "class_names: two classes have the same name; give each its own";
            if (names.Any(string.IsNullOrWhiteSpace)) yield return "class_names: a name is empty; name every class";
            if (settings.NumClasses is { } count && count != names.Count)
                yield return $"num_classes: {count}, but class_names names {names.Count}; give one of them or make them agree";
        }
        if (settings.Scheduler == SchedulerKind.None && settings.WarmupSteps > 0)
            yield return "warmup_steps: only the cosine scheduler warms up; set scheduler to cosine or warmup_steps to 0";
        if (!DeviceName().IsMatch(settings.Device)) yield return $"device: {settings.Device} is not auto, cpu, cuda or cuda:N";
        string? backbone = BackboneProblem(settings);
        if (backbone is not null) yield return backbone;
    }

    /// <summary>The settings with every open end filled in: classes, image size, normalizer, pretrained, threads, full paths.</summary>
    public static RunSettings Resolve(RunSettings settings)
    {
        BackboneSpec spec = BackboneSpec.Parse(settings.Backbone);
        bool named = spec.HubRepository is not null;
        int classes = settings.NumClasses ?? settings.ClassNames?.Count ?? 5;
        return settings with
        {
            Split = settings.Split is { } split ? Path.GetFullPath(split) : null,
            Datadir = settings.Datadir is { } folder ? Path.GetFullPath(folder) : null,
            InitWeight = settings.InitWeight is { } weight ? Path.GetFullPath(weight) : null,
            NumClasses = classes,
            ClassNames = settings.ClassNames ?? [.. Enumerable.Range(0, classes).Select(c => $"{c}")],
            ImageSize = settings.ImageSize ?? spec.ImageSize,
            Pretrained = settings.Pretrained ?? (named ? "hub" : "none"),
            Normalizer = settings.Normalizer ?? (named ? NormalizerKind.Backbone : NormalizerKind.Dataset),
            Threads = settings.Threads ?? Environment.ProcessorCount,
        };
    }

    private static string? BackboneProblem(RunSettings settings)
    {
        try
        {
            BackboneSpec spec = BackboneSpec.Parse(settings.Backbone);
            if (settings.ImageSize is { } size) spec = spec.WithImageSize(size);
            return settings.Pretrained == "hub" && spec.HubRepository is null
                ? $"pretrained: the hub has no weights for {spec.Name}; use none or a file"
                : null;
        }
        catch (InputException e)
        {
            return e.Message;
        }
    }

    private static string Bounds(RangeAttribute range) =>
        $"{(range.MinimumIsExclusive ? "above " : "from ")}{range.Minimum} to {(range.MaximumIsExclusive ? "below " : "")}{range.Maximum}";

    [GeneratedRegex("^(auto|cpu|cuda(:[0-9]{1,3})?)$")]
    private static partial Regex DeviceName();
}
