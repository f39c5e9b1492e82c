using Angioboard.Core.Tests.Data;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Hygiene;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Datasets.Sealing;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Users;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Tests.Seals;

public sealed class SealedRegistrationTests
{
    [Fact]
    public async Task A_dataset_can_be_sealed_as_it_is_registered()
    {
        using TemporaryFolder data = new();
        using TemporaryStudy study = new();
        study.Frame("22_L/2.jpg", picture: 1);
        study.Frame("22_R/1.jpg", picture: 2);
        study.Split(("train", [("22_L/2.jpg", 0)]), ("test", [("22_R/1.jpg", 1)]));
        using Database database = Database.Open(data.Path);
        DatasetStore datasets = new(database);
        Rights rights = People.Of(database, data.Path).Rights;
        AngioboardOptions options = new() { DataFolder = data.Path, DataRoots = [study.Folder] };
        DataRoots roots = new(options, database, rights, TimeProvider.System);
        DatasetRegistration registration =
            new(database, datasets, new DatasetCatalog(database, datasets, roots), new HygieneStore(options, datasets), roots, rights,
                TimeProvider.System);
        RunStore runs = new(database, new RunFeed());
        DatasetSealing sealing = new(datasets, new DatasetVersions(database), registration, runs, rights,
            new AuditLog(options, TimeProvider.System), TimeProvider.System);

        DatasetCheckRun check = sealing.Register(Actor.Owner("ada"), new DatasetDraft
        {
            Name = "eyes", Split = study.SplitPath, Datadir = study.Folder, ClassNames = "sick, well", Strip = 4,
        });
        await check.Completion;

        Assert.Null(check.Failure);
        Assert.Equal("ada", sealing.Of(datasets.Find("eyes")!)!.SealedBy);
        Assert.Single(runs.Seals.Find("eyes")!.Fingerprints);

        string copy = Path.Combine(study.Folder, "copy.json");
        File.Copy(study.SplitPath, copy);
        await registration.Register(Actor.Owner("ada"), new DatasetDraft
        {
            Name = "retina", Split = copy, Datadir = study.Folder, ClassNames = "sick, well", Strip = 4,
        }).Completion;
        Assert.Equal("eyes", sealing.Of(datasets.Find("retina")!)!.Dataset);
    }
}
