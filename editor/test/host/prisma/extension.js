/** Stands where Prisma's own extension is, which is not made for browsers. Of it we look only at whether it is active. */

exports.activate = async () => {};
