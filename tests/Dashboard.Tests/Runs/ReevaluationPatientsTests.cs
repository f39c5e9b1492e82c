using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Runs;
using Microsoft.Extensions.DependencyInjection;
using Run = Angioboard.Jobs.Runs.Run;

namespace Angioboard.Dashboard.Tests.Runs;

public sealed class ReevaluationPatientsTests
{
    [Fact]
    public async Task Patients_are_not_read_from_outside_the_folders_of_data()
    {
        using TemporaryFolder folder = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(folder.File("data"));
        RunSettings settings = SettingsRules.Resolve(new RunSettings
        {
            Split = "/s.json", Datadir = "/d", Lr = 1e-4, ClassNames = ["sick", "well"], NumClasses = 2,
            Backbone = "vit(img=32,patch=8,dim=64,depth=2,heads=4)",
        });
        RunFolder run = new(Directory.CreateDirectory(folder.File("results", "demo", "Train_1")).FullName);
        SettingsFile.Write(run.Settings, settings, new System.Text.Json.Nodes.JsonObject(), new System.Text.Json.Nodes.JsonObject());
        File.WriteAllText(run.Predictions, """{"test": [["1", 0, [0.7, 0.3]], ["2", 1, [0.4, 0.6]]]}""");
        RunStore store = dashboard.Services.GetRequiredService<RunStore>();
        store.Add(new Run
        {
            Id = "demo/Train_1", Key = store.NextKey(), Folder = run.Path, Owner = "ada",
            Settings = settings with { Patients = "/etc/patients.csv" }, SettingsHash = SettingsHash.Of(settings),
            Created = DateTimeOffset.UnixEpoch, Status = RunStatus.Finished,
        });

        InputException refused = await Assert.ThrowsAsync<InputException>(() => dashboard.Services.GetRequiredService<Reevaluations>()
            .DoAsync(Actor.Owner("ada"), "demo/Train_1", Xunit.TestContext.Current.CancellationToken));

        Assert.Contains("/etc/patients.csv: is not below a folder that data may be read from", refused.Message, StringComparison.Ordinal);
    }
}
