using System.CommandLine;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`presets`: lists the presets, or prints one as JSON.</summary>
internal static class PresetsVerb
{
    public static Command Command()
    {
        Command command = new("presets", "List the presets of --data and --model, or print one as JSON");
        Argument<string?> name = new("name") { Description = "Preset to print", Arity = ArgumentArity.ZeroOrOne };
        command.Arguments.Add(name);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(name) is not { } wanted)
            {
                Tables.Write(["name", "option", "for"],
                    Preset.All.Select(preset => (IReadOnlyList<string>)[preset.Name, $"--{preset.Kind}", preset.Summary]), textColumns: 3);
                return ExitCode.Done;
            }
            JsonObject settings = Preset.All.FirstOrDefault(preset => preset.Name == wanted)?.Settings
                ?? throw new InputException(
                    $"presets: {wanted} is not one; the names are {string.Join(", ", Preset.All.Select(preset => preset.Name))}");
            Console.WriteLine(settings.ToJsonString(SettingsFile.Json));
            return ExitCode.Done;
        });
        return command;
    }
}
