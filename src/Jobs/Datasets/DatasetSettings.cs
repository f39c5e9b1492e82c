using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets.Roots;

namespace Angioboard.Jobs.Datasets;

/// <summary>The settings of runs on a registered dataset.</summary>
public static class DatasetSettings
{
    /// <summary>The settings that identify a run's dataset.</summary>
    public static IReadOnlyList<string> Fixed { get; } = ["split", "datadir"];

    /// <summary>The settings that a dataset gives.</summary>
    public static JsonObject Of(Dataset dataset)
    {
        JsonObject settings = new()
        {
            ["split"] = dataset.Split,
            ["datadir"] = dataset.Datadir,
            ["num_classes"] = dataset.ClassNames.Count,
            ["class_names"] = new JsonArray([.. dataset.ClassNames.Select(name => (JsonNode)name)]),
            ["modality"] = JsonSerializer.SerializeToNode(dataset.Modality, SettingsFile.Json),
            ["strip"] = dataset.Strip,
        };
        if (dataset.Patients is { } patients) settings["patients"] = patients;
        return settings;
    }

    /// <summary>Whether a run with these settings is one on the dataset.</summary>
    public static bool Fit(Dataset dataset, RunSettings settings) => dataset.Split == settings.Split && dataset.Datadir == settings.Datadir;

    /// <summary>The dataset with the real paths of its files.</summary>
    /// <exception cref="InputException">One is outside the folders that users of the browser may name.</exception>
    public static Dataset At(this Dataset dataset, DataRoots roots) => dataset with
    {
        Split = roots.Require(dataset.Split),
        Datadir = roots.Require(dataset.Datadir),
        Patients = dataset.Patients is { } patients && PatientMap.IsTable(patients) ? roots.Require(patients) : dataset.Patients,
    };

    /// <summary>The options for checking the dataset's files.</summary>
    public static ExamIndexOptions IndexOptions(this Dataset dataset) => new()
    {
        NumClasses = dataset.ClassNames.Count,
        ClassNames = dataset.ClassNames,
        Modality = dataset.Modality,
        Strip = dataset.Strip,
        Patients = dataset.Patients is { } patients ? PatientMap.Parse(patients) : null,
        RequireTrain = false,
    };
}
