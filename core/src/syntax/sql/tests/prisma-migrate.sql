-- CreateTable
CREATE TABLE `User` (
    `id` VARCHAR(191) NOT NULL,
    `email` VARCHAR(191) NOT NULL,
    `balance` DECIMAL(65, 30) NOT NULL DEFAULT 0.5,
    `debt` INTEGER NOT NULL DEFAULT -1,
    `role` ENUM('USER', 'ADMIN') NOT NULL DEFAULT 'USER',
    `active` BOOLEAN NOT NULL DEFAULT true,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `token` VARCHAR(191) NOT NULL DEFAULT (uuid()),
    `name🙂` INTEGER UNSIGNED NULL,

    UNIQUE INDEX `User_email_key`(`email`),
    INDEX `User_role_idx`(`role`, `createdAt` DESC),
    FULLTEXT INDEX `User_token_idx`(`token`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AlterTable
ALTER TABLE `User` DROP COLUMN `balance`,
    ADD COLUMN `age` INTEGER NULL,
    MODIFY `role` ENUM('USER', 'ADMIN', 'OWNER') NOT NULL DEFAULT 'USER',
    ALTER COLUMN `active` DROP DEFAULT;

-- CreateIndex
CREATE UNIQUE INDEX `User_token_key` ON `User`(`token`(10));

-- DropIndex
DROP INDEX `User_role_idx` ON `User`;

-- RenameIndex
ALTER TABLE `User` RENAME INDEX `a` TO `b`;

-- AddForeignKey
ALTER TABLE `Post` ADD CONSTRAINT `Post_authorId_fkey` FOREIGN KEY (`authorId`) REFERENCES `User`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

DROP TABLE `Old`;
