using System.CommandLine;
using System.Globalization;
using Angioboard.Faults;
using Angioboard.Faults.Databases;
using Angioboard.Faults.Disks;
using Angioboard.Faults.Fuzz;
using Angioboard.Faults.Kills;
using Angioboard.Faults.Launches;
using Angioboard.Faults.Soak;
using Angioboard.Faults.Studies;

if (args is [DatabaseWriter.Verb, var folder, var number])
{
    DatabaseWriter.Write(folder, int.Parse(number, CultureInfo.InvariantCulture));
    return 0;
}
if (args is [LaunchWriter.Verb, var box, var study, var launch])
{
    await LaunchWriter.LaunchAsync(box, study, int.Parse(launch, CultureInfo.InvariantCulture));
    return 0;
}
if (args is [FuzzProcess.Verb, .. var reading]) return FuzzProcess.Run(reading);

ICampaign[] campaigns =
[
    new KillCampaign(), new DatabaseCampaign(), new LaunchCampaign(), new StudyCampaign(), new DiskCampaign(), new FuzzCampaign(),
    new SoakCampaign(),
];

RootCommand root = new("Breaks Angioboard on purpose, over and over, and counts what is lost. Exit code 1 if anything is.");
foreach (ICampaign campaign in campaigns)
{
    Command command = new(campaign.Name, campaign.Description);
    Option<int?> count = new("--count") { Description = "Kills, inputs or rounds [default: the full number]" };
    Option<double?> minutes = new("--minutes") { Description = "How long [default: as long as it takes]" };
    Option<int> seed = new("--seed") { Description = "Random seed", DefaultValueFactory = _ => 1 };
    command.Options.Add(count);
    command.Options.Add(minutes);
    command.Options.Add(seed);
    command.SetAction(async (parsed, cancellation) =>
    {
        using TemporaryFolder scratch = new();
        CampaignOptions options = new(parsed.GetValue(count), parsed.GetValue(minutes), parsed.GetValue(seed), scratch.Path);
        Console.WriteLine($"{campaign.Name}, seed {options.Seed}");
        CampaignReport report = await campaign.RunAsync(options, cancellation);
        foreach ((string what, string howMuch) in report.Figures) Console.WriteLine($"{what,-60} {howMuch}");
        foreach (string failure in report.Failures) Console.WriteLine($"FAILED: {failure}");
        return report.Failures.Count == 0 ? 0 : 1;
    });
    root.Subcommands.Add(command);
}
return await root.Parse(args).InvokeAsync();
