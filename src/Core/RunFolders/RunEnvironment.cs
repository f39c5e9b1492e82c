using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using TorchSharp;

namespace Angioboard.Core.RunFolders;

/// <summary>The environment of a run: versions, commit, host, device.</summary>
public static class RunEnvironment
{
    /// <summary>Entries of settings.json besides the settings.</summary>
    public static JsonObject Describe(string device)
    {
        return new JsonObject
        {
            ["angioboard"] = ProductVersion.Number,
            ["commit"] = ProductVersion.Commit,
            ["torchsharp"] = typeof(torch).Assembly.GetName().Version?.ToString(3),
            ["libtorch"] = torch.__version__,
            ["dotnet"] = RuntimeInformation.FrameworkDescription,
            ["os"] = RuntimeInformation.OSDescription,
            ["host"] = Environment.MachineName,
            ["processors"] = Environment.ProcessorCount,
            ["device"] = device,
            ["command"] = new JsonArray([.. Environment.GetCommandLineArgs().Skip(1).Select(a => (JsonNode)a)]),
        };
    }
}
