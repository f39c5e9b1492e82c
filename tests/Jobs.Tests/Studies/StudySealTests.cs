using Angioboard.Core.RunFolders;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;

namespace Angioboard.Jobs.Tests.Studies;

/// <summary>Which runs of a study have the dataset's sealed test split.</summary>
public sealed class StudySealTests(SharedStudy shared) : StudyQueueTests(shared)
{
    [Fact]
    public async Task Runs_without_folds_and_of_learning_curves_are_sealed_and_those_of_folds_are_not()
    {
        Seal();

        Run plain = (await MakeAsync(seeds: 1)).Runs[0], fold = (await MakeAsync(new PatientFolds(3), seeds: 1)).Runs[0],
            curve = (await MakeAsync(new CurveFolds([0.5, 1], 1), seeds: 1)).Runs[0];

        Assert.Equal((true, false, true), (IsSealed(plain), IsSealed(fold), IsSealed(curve)));
        Assert.Equal((Dataset, Dataset, Dataset), (plain.Dataset, fold.Dataset, curve.Dataset));
        Assert.Equal((null, null, Split), (plain.WholeSplit, fold.WholeSplit, curve.WholeSplit));
    }

    [Fact]
    public async Task A_seal_that_comes_later_hides_the_same()
    {
        Run plain = (await MakeAsync(seeds: 1)).Runs[0], fold = (await MakeAsync(new PatientFolds(3), seeds: 1)).Runs[0],
            curve = (await MakeAsync(new CurveFolds([0.5, 1], 1), seeds: 1)).Runs[0];

        Seal();

        Assert.Equal((true, false, true), (Hides(plain), Hides(fold), Hides(curve)));
    }

    private void Seal() => rig.Runs.ChangeSeals([],
        [new DatasetSeal { Dataset = Dataset, Split = Split, SealedAt = DateTimeOffset.UtcNow, SealedBy = Actor.Server.Name }],
        run => run);

    private bool IsSealed(Run run) => Hides(run) && TestSealFile.Closed(new RunFolder(run.Folder)) is not null;

    private bool Hides(Run run) => rig.Runs.Find(run.Id)!.Hidden.Own is not null;
}
