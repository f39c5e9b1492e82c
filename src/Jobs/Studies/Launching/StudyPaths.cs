using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Studies.Planning;

namespace Angioboard.Jobs.Studies.Launching;

/// <summary>
/// Which files the runs of a study that is launched in the browser may read: those that single runs may, and the study's own folds.
/// </summary>
internal sealed class StudyPaths(LaunchPaths paths, DataRoots roots)
{
    /// <summary>The request with the real target of every path.</summary>
    /// <param name="request">What was asked for; its variants must be valid.</param>
    /// <param name="administrator">Whether an administrator asks.</param>
    /// <exception cref="InputException">Paths lead where they may not; each is named.</exception>
    public StudyRequest Within(StudyRequest request, bool administrator)
    {
        RunSettings common = paths.Resolve(request.Settings, administrator);
        return request with
        {
            Settings = common,
            Variants = [.. request.Variants.Select(variant => Within(variant, common, administrator))],
            Folds = request.Folds is FileFolds files ? new FileFolds(Within(files.Files, administrator)) : request.Folds,
        };
    }

    /// <summary>A variant with the real target of every path.</summary>
    /// <exception cref="InputException">Paths lead where they may not; each is named.</exception>
    public StudyVariant Within(StudyVariant variant, RunSettings common, bool administrator)
    {
        if (!variant.Settings.Any(setting => PathSettings.KindOf(setting.Key) is not null)) return variant;
        JsonObject real = SettingsFile.ToJson(
            paths.Resolve(SettingsFile.Combine(SettingsFile.ToJson(common), variant.Settings), administrator));
        return variant with
        {
            Settings = new JsonObject(variant.Settings.Select(setting => KeyValuePair.Create(
                setting.Key, (PathSettings.KindOf(setting.Key) is null ? setting.Value : real[setting.Key])?.DeepClone()))),
        };
    }

    /// <summary>The real targets of ready-made fold files.</summary>
    /// <exception cref="InputException">They may not be named; each is.</exception>
    public IReadOnlyList<string> Within(IReadOnlyList<string> files, bool administrator)
    {
        if (files.Count == 0) return files;
        if (!administrator)
            throw new InputException("fold_files: files named by hand are for administrators; choose a number of folds instead");
        string[] outside = [.. files.Where(file => !Path.IsPathFullyQualified(file) || roots.Find(file) is null)];
        return outside.Length == 0
            ? [.. files.Select(file => roots.Find(file)!)]
            : throw new InputException([.. outside.Select(file => Path.IsPathFullyQualified(file)
                ? $"fold_files: {file} {DataRoots.Outside}"
                : $"fold_files: {file}: give the full path, from the root")]);
    }

    /// <summary>Refuses a plan, which may have been written by hand, whose runs would read what the user may not name.</summary>
    /// <exception cref="InputException">They would.</exception>
    public void Require(StudyPlan plan, bool administrator)
    {
        foreach (RunSettings settings in VariantSettings.Of(plan)) paths.Resolve(settings, administrator);
    }
}
