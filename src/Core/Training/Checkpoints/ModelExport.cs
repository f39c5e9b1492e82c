using System.Text.Json.Nodes;
using Angioboard.Core.Formats;
using Angioboard.Core.Models.Weights;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Training.Checkpoints;

/// <summary>A trained model as one safetensors file.</summary>
public static class ModelExport
{
    /// <summary>Writes the weights under mednet's names, with settings and statistics as metadata.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, TrainedModel source)
    {
        JsonObject settings = SettingsFile.ToJson(source.Settings), told = [];
        foreach (string name in CheckpointSettings.Told) told[name] = settings[name]?.DeepClone();
        Safetensors.Write(path, source.Model.state_dict(), ModelMetadata.Of(told, source.Model.Statistics));
    }
}
