using System.CommandLine;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Jobs.Adoption;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Store;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`backup`: copies the database of the data folder; `reindex`: rebuilds it from the runs' folders.</summary>
internal static class StoreVerbs
{
    /// <summary>`backup`.</summary>
    public static Command Backup()
    {
        Command command =
            new("backup",
                "Copy the database of the data folder, even while its dashboard runs: users, datasets, notes and the list of runs");
        Argument<string> file = new("FILE") { Description = "The file to make" };
        command.Arguments.Add(file);
        command.SetAction(async (parsed, cancellation) =>
        {
            string target = Path.GetFullPath(parsed.GetValue(file)!), dataFolder = DataFolder.Resolve();
            if (!File.Exists(Database.PathIn(dataFolder)))
                throw new InputException(
                    $"{dataFolder}: holds no database to copy; set {DataFolder.Variable} to the dashboard's data folder");
            if (TerminalAddress.IsAnswered(dataFolder))
            {
                using DashboardClient dashboard = DashboardClient.Local(dataFolder);
                await dashboard.AskAsync(HttpMethod.Post, "local/backup", new JsonObject { ["file"] = target }, cancellation);
            }
            else
            {
                using Database database = Database.Open(dataFolder);
                database.Backup(target);
            }
            Console.WriteLine(target);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>`reindex`.</summary>
    public static Command Reindex()
    {
        Command command =
            new("reindex", "Rebuild the database of the data folder from the runs' folders; no dashboard may be running there");
        Option<string?> results =
            new("--results") { Description =
                $"The folder of the runs [default: Angioboard__ResultsFolder, else results in the data folder]" };
        command.Options.Add(results);
        command.SetAction((parsed, cancellation) =>
        {
            string dataFolder = DataFolder.Resolve();
            string folder = parsed.GetValue(results) ?? EnvironmentVariable.Find("Angioboard__ResultsFolder")
                ?? Path.Combine(dataFolder, "results");
            foreach (string line in Jobs.Adoption.Reindex.Run(dataFolder, Path.GetFullPath(folder), TimeProvider.System, cancellation)
                .Lines()) Console.WriteLine(line);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
