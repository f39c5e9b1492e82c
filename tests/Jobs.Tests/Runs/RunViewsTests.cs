using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Users;

namespace Angioboard.Jobs.Tests.Runs;

public sealed class RunViewsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_user_has_views_of_their_own_by_name()
    {
        using Database database = Database.Open(folder.Path);
        RunViews views = new(database, People.Of(database, folder.Path).Rights);
        (Actor ada, Actor grace) = (Actor.Owner("ada"), Actor.Owner("grace"));

        views.Put(ada, "mine", "sort=lr");
        views.Put(ada, "mine", "sort=-lr");
        views.Put(ada, "A <b>", "q=x");
        views.Put(grace, "mine", "q=y");
        views.Remove(grace, "nothing");

        Assert.Equal([("A <b>", "q=x"), ("mine", "sort=-lr")], views.Of("ada").Select(view => (view.Name, view.Query)));
        views.Remove(ada, "mine");
        Assert.Single(views.Of("ada"));
        Assert.Single(views.Of("grace"));
    }
}
