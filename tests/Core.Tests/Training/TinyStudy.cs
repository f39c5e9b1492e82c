using Angioboard.Core.Data.Exams;
using Angioboard.Core.Phantom;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Tests.Training;

/// <summary>A phantom dataset of a few exams, made once for the tests that train on it.</summary>
public sealed class TinyStudy : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TinyStudy() => PhantomStudy.Write(Folder, new PhantomOptions(14, 1), null, CancellationToken.None);

    public string Folder => System.IO.Path.Combine(folder.Path, "study");

    public string Split => System.IO.Path.Combine(Folder, "split.json");

    /// <summary>Settings of a run that takes a second.</summary>
    public RunSettings Settings => SettingsRules.Resolve(new RunSettings
    {
        Split = Split, Datadir = Folder, Backbone = "vit(img=32,patch=8,dim=24,depth=2,heads=3)", HiddenDim = 16, MaxFrames = 4, Epochs = 2,
        Lr = 1e-3, Threads = 1,
    });

    public ExamIndex Index(RunSettings settings) =>
        ExamIndex.Read(settings.Split!, settings.Datadir!, settings.IndexOptions(requireTrain: true));

    public void Dispose() => folder.Dispose();
}
