using System.CommandLine;
using System.Text.Json.Nodes;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`sign-in-link`: a link that signs in once, from the dashboard of the data folder.</summary>
internal static class SignInLinkVerb
{
    public static Command Command()
    {
        Command command =
            new("sign-in-link",
                "Print a link that signs in once, as an administrator, at the dashboard of the data folder; it is valid for 15 minutes, "
                    + "and ends earlier links");
        command.SetAction(async (_, cancellation) =>
        {
            using DashboardClient dashboard = DashboardClient.Local(DataFolder.Resolve());
            JsonObject answer = await dashboard.AskAsync(HttpMethod.Post, "local/sign-in-link", null, cancellation);
            Console.WriteLine($"{answer["link"]}");
            return ExitCode.Done;
        });
        return command;
    }
}
